import HardwareDSL
import HardwareIR

// The signals of a map's fields, kind by kind.

extension RegisterSignals {
  /// What registers hold, as outputs.
  static func values(of map: RegisterMap) -> RegisterSignals {
    RegisterSignals(map, "is held by no register") { field in
      field.isState ? field.output(field.type, field.note) : nil
    }
  }

  static func readings(of map: RegisterMap) -> RegisterSignals {
    RegisterSignals(map, "is not of kind readOnly") { field in
      field.access == .readOnly ? field.input(field.type, field.note) : nil
    }
  }

  static func sets(of map: RegisterMap) -> RegisterSignals {
    RegisterSignals(map, "is not of kind writeOneToClear", called: "sets") { field in
      field.access == .writeOneToClear ? field.input(field.type, "sets these bits") : nil
    }
  }

  static func clears(of map: RegisterMap) -> RegisterSignals {
    RegisterSignals(map, "is no counter, and not of kind writeOneToSet", called: "clears") {
      field in
      field.access == .writeOneToSet
        ? field.input(field.type, "clears these bits")
        : field.amountType.map { _ in field.input(.bit, nil) }
    }
  }

  static func amounts(of map: RegisterMap) -> RegisterSignals {
    RegisterSignals(map, "is no counter", called: "amounts") { field in
      field.amountType.map { field.input($0, "is added") }
    }
  }

  /// What registers hold, as these.
  static func state(of map: RegisterMap) -> RegisterSignals {
    RegisterSignals(map) { field in
      field.isState ? register(field.type, reset: field.resetSignal) : nil
    }
  }

  /// High words, as they were when the low ones were read.
  static func kept(of map: RegisterMap) -> RegisterSignals {
    RegisterSignals(map) { field in
      field.keptBits.map { register(.bits($0.count), reset: 0, "as the low word was read") }
    }
  }
}

// Ports that stand where the field is described.
extension RegisterField {
  fileprivate func input(_ type: HardwareType, _ note: String?) -> Signal {
    HardwareDSL.input(type, note, file: place.file, line: place.line, column: place.column)
  }

  fileprivate func output(_ type: HardwareType, _ note: String?) -> Signal {
    HardwareDSL.output(type, note, file: place.file, line: place.line, column: place.column)
  }
}
