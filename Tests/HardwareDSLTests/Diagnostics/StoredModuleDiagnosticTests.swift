import HardwareDSL
import Testing

/// Modules that are no properties of their own, with the full text of the error.
@Suite struct StoredModuleDiagnosticTests {
  @Test("A module is stored once")
  func moduleStoredTwice() {
    final class Inner: TestModule {
      let a = input(.bit)
      let y = output(.bit)
      var body: Behavior { y <== a }
    }
    final class Holder: TestModule {
      let a = input(.bit)
      static let line = #line + 1
      let y = output(.bit)
      let inner = Inner()
      let alias: Inner
      init() { alias = inner }
      var body: Behavior {
        inner.a <== a
        y <== alias.y
      }
    }
    expectRefusal(
      Holder(),
      error(at: Holder.line)
        + "module 'alias' of holder is stored in two places; make one of its own [scope]")
  }

  @Test("A dictionary of modules is one mistake with a place, and hides no other")
  func dictionary() {
    final class Inner: TestModule {
      let a = input(.bit)
      let y = output(.bit)
      var body: Behavior { y <== a }
    }
    final class Directory: TestModule {
      let children = ["a": Inner(), "b": Inner()]
      let a = input(.bit)
      let y = output(.bit)
      static let line = #line + 1
      let z = output(.bit)
      var body: Behavior {
        for child in children.values { child.a <== a }
        y <== a
      }
    }
    expectRefusal(
      Directory(),
      error(at: Directory.line)
        + "'children' of directory is a Dictionary<String, Inner>, whose parts take no names; hold "
        + "hardware in an array or in a struct that is a SignalBundle [definition]",
      error(at: Directory.line)
        + "output 'z_o' of directory is never assigned; assign it in the body [undriven]")
  }
}
