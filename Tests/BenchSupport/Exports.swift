// Who drives a bench names what every simulator has: ports, values, streams, failures.
@_exported import SimulationInterface
