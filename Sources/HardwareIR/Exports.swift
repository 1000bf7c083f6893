// Designers give widths by it.
@_exported import func Basics.bitsToHold
