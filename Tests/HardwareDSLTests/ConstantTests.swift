import HardwareDSL
import HardwareIR
import Testing

/// Numbers with names.
@Suite struct ConstantTests {
  private enum Register: Int {
    case start = 4
    case limit = 7
  }

  private final class Decoder: TestModule {
    let word = input(.unsigned(4))
    let starts = output(.bit)
    let isLimit = output(.bit)
    let twice = output(.bit)
    var body: Behavior {
      starts <== (word == constant(Register.start, .unsigned(4)))
      isLimit <== (word == constant(Register.limit, .unsigned(4)))
      twice <== (word == constant("RegisterStart", 4, .unsigned(4)))
    }
  }

  @Test("A case with a number has the name of both, and one name stands for one number")
  func names() throws {
    let module = try elaborate(Decoder(), .strict).top
    let constants = module.wires.filter { $0.role == .constant }
    #expect(constants.map(\.name) == ["RegisterStart", "RegisterLimit"])
  }

  private final class Mistaken: TestModule {
    let word = input(.unsigned(4))
    let name: String
    let value: Int
    let isOne = output(.bit)
    let isOther = output(.bit)
    init(_ name: String, _ value: Int) {
      self.name = name
      self.value = value
    }
    var body: Behavior {
      isOne <== (word == constant("Level", 1, .unsigned(4)))
      isOther <== (word == constant(name, value, .unsigned(4)))
    }
  }

  @Test(
    "Two numbers of one name, a number that does not fit, and other names are refused",
    arguments: [
      (
        "Level", 2,
        "constant \"Level\" is 1 (unsigned(4)) and 2 (unsigned(4)); give each number a name of "
          + "its own"
      ),
      (
        "Other", 16,
        "literal 16 does not fit unsigned(4) (0...15); use a wider type"
      ),
      (
        "level_max", 3,
        "constant \"level_max\" is not in UpperCamelCase; write it as in \"LevelMax\""
      ),
    ])
  func refusals(_ name: String, _ value: Int, _ sentence: String) {
    do {
      _ = try elaborate(Mistaken(name, value))
      Issue.record("\(name) was taken")
    } catch let error as DiagnosticError {
      #expect(error.diagnostics.map(\.message) == [sentence])
    } catch {
      Issue.record("\(error)")
    }
  }
}
