import VerilatorSimulation

extension DesignUnderTest {
  /// The design with a model that is built in a short time. It runs a sixth as fast as others, so
  /// it is for short runs.
  var builtQuickly: DesignUnderTest {
    var design = self
    design.optimization = .buildTime
    return design
  }
}
