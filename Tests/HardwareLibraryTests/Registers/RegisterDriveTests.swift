import HardwareDSL
import HardwareIR
import HardwareLibrary
import Testing

/// What hardware does wrong with the fields of registers, by the names of the map.
@Suite("Mistakes with the fields of registers")
struct RegisterDriveTests {
  private static let line = #line + 5
  private static let map = RegisterMap(
    "unit", "A unit.", addressBits: 6,
    [
      MappedRegister(
        "status", at: 0, "At what.", [RegisterField("left", .readOnly, bits: 0...7, "Left.")]),
      MappedRegister(
        "events", at: 4, "What has happened.",
        [
          RegisterField("ended", .writeOneToClear, bit: 0, "It ended."),
          RegisterField("wish", .writeOneToSet, bits: 1...2, "Wishes."),
          RegisterField("mode", .readWrite, bit: 3, "How."),
        ]),
      MappedRegister(
        "busy", at: 8, "How long.",
        [RegisterField("cycles", .counter(.wraps), bits: 0...31, "All of them.")]),
    ])

  private enum Drive { case nothing, once }

  /// A module that drives every field but `left`, which the test does.
  private final class Driven: Module {
    let bus = AXI4Lite(.input(prefix: "s_axil_"), addressBits: 6)
    let go = input(.bit)
    let registers = AXI4LiteRegisters(RegisterDriveTests.map)
    let drive: Drive
    let left: (AXI4LiteRegisters, Signal) -> Behavior

    init(_ drive: Drive = .once, _ left: @escaping (AXI4LiteRegisters, Signal) -> Behavior) {
      (self.drive, self.left) = (drive, left)
    }

    var moduleName: String { "driven" }
    var documentation: Documentation { Documentation("Drives fields.") }

    var body: Behavior {
      registers.bus <== bus
      left(registers, go)
      if drive == .once {
        registers.sets["events.ended"] <== go
        registers.clears["events.wish"] <== 0
        registers.amounts["busy.cycles"] <== go
        registers.clears["busy.cycles"] <== 0
      }
    }
  }

  /// The mistakes without their columns and the paths of files.
  private func mistakes(_ module: @autoclosure () -> Driven) -> [String] {
    do {
      _ = try elaborate(module())
      return []
    } catch let error as DiagnosticError {
      return error.diagnostics.map { diagnostic in
        let place = diagnostic.location.map { $0.file == #filePath ? "here" : $0.short } ?? ""
        let text = diagnostic.message.replacing(/(:[0-9]+):[0-9]+/) { "\($0.output.1)" }
        return "\(place): \(text) [\(diagnostic.rule.rawValue)]"
      }
    } catch {
      return ["\(error)"]
    }
  }

  @HardwareBuilder private static func none(_: AXI4LiteRegisters, _: Signal) -> Behavior {}

  @Test("A field that nobody drives is named by its path, its line in the map and the remedy")
  func undriven() {
    func sentence(_ name: String, _ line: Int, _ access: String) -> String {
      "here: \(name) (\(#filePath):\(Self.line + line)) of instance 'registers' (unit_registers) "
        + "in driven is never assigned; assign its \(access) in the body of driven [unconnected]"
    }
    let expected = [
      sentence("field 'status.left'", 0, "[\"status.left\"]"),
      sentence("'sets' of field 'events.ended'", 4, ".sets[\"events.ended\"]"),
      sentence("'clears' of field 'events.wish'", 5, ".clears[\"events.wish\"]"),
      sentence("'clears' of field 'busy.cycles'", 10, ".clears[\"busy.cycles\"]"),
      sentence("'amounts' of field 'busy.cycles'", 10, ".amounts[\"busy.cycles\"]"),
    ]
    #expect(Set(mistakes(Driven(.nothing, Self.none))) == Set(expected))
  }

  /// What stands behind an assignment, each a mistake.
  struct Wrong: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let text: String
    let left: @Sendable (AXI4LiteRegisters, Signal) -> Behavior

    init(
      _ description: String, _ text: String,
      @HardwareBuilder _ left: @escaping @Sendable (AXI4LiteRegisters, Signal) -> Behavior
    ) {
      (testDescription, self.text, self.left) = (description, text, left)
    }
  }

  static let wrongs = [
    Wrong("in part", "bits 4...7 of field 'status.left' of driven are never assigned; assign") {
      registers, go in
      registers["status.left"][0...3] <== go.replicated(4)
    },
    Wrong("twice", "field 'status.left' of driven is driven twice: this assignment makes") {
      registers, _ in
      registers["status.left"] <== 1
      registers["status.left"] <== 2
    },
    Wrong("at times", "field 'status.left' of driven has no value where none of its conditions") {
      registers, go in
      when(go) { registers["status.left"] <== 1 }
    },
    Wrong("by too much", "9 bits are assigned to field 'status.left' (bits(8));") { registers, go in
      registers["status.left"] <== go.replicated(9)
    },
    Wrong("the wrong way", "field 'events.mode' of instance 'registers' is driven by the") {
      registers, go in
      registers["status.left"] <== 0
      registers["events.mode"] <== go
    },
  ]

  @Test(
    "So is one that is driven in part, twice, at times, by too much or wrongly", arguments: wrongs)
  func wrongly(_ wrong: Wrong) {
    let found = mistakes(Driven(.once, wrong.left))
    #expect(found.count == 1)
    #expect(found[0].hasPrefix("here: ") && found[0].contains(wrong.text), "\(found)")
  }
}
