import VerilatorSimulation

extension DesignUnderTest {
  /// The design with a model that is built in a short time, since tests run it for few cycles.
  var builtQuickly: DesignUnderTest {
    var design = self
    design.optimization = .buildTime
    return design
  }
}
