import CTestbench

/// What serves several streams of a design together, cycle by cycle, in either simulator; a memory
/// behind AXI4 is one. testbench/agent.h says what it is called with, and when.
public protocol AttachedAgent: AnyObject {
  /// Valid for as long as the agent lives. A simulation keeps its agents alive.
  var functions: bench_agent { get }
}
