// Designers name types with the values of the intermediate form.
@_exported import HardwareIR
