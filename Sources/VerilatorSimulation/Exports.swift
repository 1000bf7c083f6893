// Who simulates names what every simulator has: ports, values, streams, failures; and runs other
// tools as builds run theirs.
@_exported import HostTools
@_exported import SimulationInterface
