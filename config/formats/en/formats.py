"""English pages write numbers and dates as Vietnam does: a figure reads the same in both."""

from config.formats.vi import formats as vietnamese

globals().update({name: value for name, value in vars(vietnamese).items() if name.isupper()})
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = r"H:i \o\n d/m/Y"
