// Who speaks of heads names matrices, refusals and the rounding of their numbers.
@_exported import Basics
