"""Committed CSV files of Vietnam's administrative units; `directory.areas_csv` reads them."""
