// Designers name types and document modules with the values of the intermediate form.
@_exported import HardwareIR
