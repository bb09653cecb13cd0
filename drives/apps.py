from django.apps import AppConfig


class DrivesConfig(AppConfig):
    name = "drives"

    def ready(self) -> None:
        """Give the records of this room their history pages."""
        from drives.records import register_records

        register_records()
