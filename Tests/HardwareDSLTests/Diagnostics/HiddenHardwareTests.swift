import HardwareDSL
import TestSupport
import Testing

/// Hardware that a property holds in a way that gives it no name is one mistake, whatever uses it.
@Suite struct HiddenHardwareTests {
  private struct Ports {
    static let line = #line + 4
    let a: Signal
    let y: Signal
    init() {
      a = input("a", .bit)
      y = output("y", .bit)
    }
  }
  private final class PortObject {
    let ports = Ports()
  }
  private enum Choice { case ports(Ports) }
  private struct Payload: SignalBundle {
    let data: Signal
    let inner: Ports?
    init(_ field: FieldMaker) {
      data = field(.bit)
      inner = Ports()
    }
  }

  /// A module whose ports all stand in `value`, and a body that uses them.
  private final class Holder<Value>: TestModule {
    let held: Value
    private let ports: () -> Ports
    var moduleName: String { "holder" }
    init(_ held: Value, _ ports: @escaping () -> Ports) {
      self.held = held
      self.ports = ports
    }
    var body: Behavior { ports().y <== ports().a }
  }

  private func expectOneRefusal(
    _ module: @autoclosure () -> any Module, _ type: String, line: Int = Ports.line,
    _ location: Testing.SourceLocation = #_sourceLocation
  ) {
    do {
      _ = try elaborate(module())
      Issue.record("the module is accepted", sourceLocation: location)
    } catch {
      let text = withoutColumns("\(error)")
      #expect(!text.contains("\n"), "\(text)", sourceLocation: location)
      #expect(
        text.hasPrefix(HardwareDSLTests.error(at: line) + "'held' of "), "\(text)",
        sourceLocation: location)
      #expect(
        text.contains("\(type), whose parts take no names"), "\(text)", sourceLocation: location)
    }
  }

  @Test("Ports in a struct, a tuple, an enumeration, a dictionary or an object are one mistake")
  func ports() {
    expectOneRefusal(
      {
        let ports = Ports()
        return Holder(ports) { ports }
      }(), "Ports")
    expectOneRefusal(
      {
        let ports = Ports()
        return Holder((1, ports)) { ports }
      }(), "(Int, Ports)")
    expectOneRefusal(
      {
        let ports = Ports()
        return Holder(Choice.ports(ports)) { ports }
      }(), "Choice")
    expectOneRefusal(
      {
        let ports = Ports()
        return Holder(["a": ports.a, "y": ports.y]) { ports }
      }(), "Dictionary<String, Signal>")
    expectOneRefusal(
      {
        let object = PortObject()
        return Holder(object) { object.ports }
      }(), "PortObject")
    expectOneRefusal(
      {
        let ports = Ports()
        return Holder(Optional(ports)) { ports }
      }(), "Ports")
  }

  private final class Outer<Inner: Module>: TestModule {
    let a = input(.bit)
    let y = output(.bit)
    let inner: Inner
    private let ports: () -> Ports
    var moduleName: String { "outer" }
    init(_ inner: Inner, _ ports: @escaping () -> Ports) {
      self.inner = inner
      self.ports = ports
    }
    var body: Behavior {
      ports().a <== a
      y <== ports().y
    }
  }

  @Test("A parent that uses the ports is not blamed as well")
  func parent() {
    expectOneRefusal(
      {
        let ports = Ports()
        return Outer(Holder(ports) { ports }) { ports }
      }(), "Ports")
  }

  private struct State {
    let count = register(.unsigned(4), reset: 0)
    let words = Memory(.bits(8), depth: 4)
    let sum = wire(.unsigned(4))
    let buffer = Buffer()
  }
  private final class Buffer: TestModule {
    let a = input(.bit)
    let y = output(.bit)
    var body: Behavior { y <== a }
  }

  private final class Machine: TestModule {
    let a = input(.bit)
    let y = output(.bit)
    static let line = #line + 1
    let z = output(.bit)
    let held = State()
    var body: Behavior {
      held.sum <== held.count
      when(a) { held.count <== held.sum &+ 1 }
      held.words.write(Signal(1, .bits(8)), at: held.count, enable: a)
      held.words.read(at: 1)
      held.buffer.a <== a
      y <== held.words.readData.isAnySet
      z <== held.buffer.y
    }
  }

  @Test("Registers, wires, memories and modules in a struct are one mistake")
  func state() {
    expectOneRefusal(Machine(), "State", line: Machine.line)
  }

  private final class Streamer: TestModule {
    static let line = Ports.line
    let held = ReadyValid<Payload>.output { Payload($0) }
    var body: Behavior {
      held.valid <== 0
      held.payload.data <== 0
    }
  }

  @Test("Ports in a struct inside a payload are one mistake")
  func payload() {
    do {
      _ = try elaborate(Streamer())
      Issue.record("the module is accepted")
    } catch {
      let text = "\(error)"
      #expect(!text.contains("\n") && text.contains("Ports, whose parts take no names"), "\(text)")
    }
  }

  /// What a module holds elsewhere, and what needs no name.
  private struct View {
    let go: Signal
    let limit = Signal(5, .unsigned(4))
    let next: Signal
  }
  private final class Watcher {
    let watched: [Signal]
    init(_ watched: [Signal]) { self.watched = watched }
  }
  private final class Counter: TestModule {
    private let view: View
    private let watcher: Watcher
    let go: Signal
    let count: Signal
    let isDone = output(.bit)
    init() {
      go = input(.bit)
      count = register(.unsigned(4), reset: 0)
      view = View(go: go, next: count &+ 1)
      watcher = Watcher([go, count])
    }
    var body: Behavior {
      when(view.go) { count <== view.next }
      isDone <== watcher.watched[1] == view.limit
    }
  }

  @Test("Signals that have a name elsewhere, constants and expressions may stand in a struct")
  func views() throws {
    #expect(try elaborate(Counter()).top.registers.map(\.name) == ["count_q"])
  }
}
