import HardwareDSL

// The signals of a map's fields, kind by kind.

extension RegisterSignals {
  /// What registers hold, as outputs.
  static func values(of map: RegisterMap) -> RegisterSignals {
    RegisterSignals(map, "is held by no register") { field in
      field.isState ? output(field.type, field.note) : nil
    }
  }

  static func readings(of map: RegisterMap) -> RegisterSignals {
    RegisterSignals(map, "is not of kind readOnly") { field in
      field.access == .readOnly ? input(field.type, field.note) : nil
    }
  }

  static func sets(of map: RegisterMap) -> RegisterSignals {
    RegisterSignals(map, "is not of kind writeOneToClear") { field in
      field.access == .writeOneToClear ? input(field.type, "sets these bits") : nil
    }
  }

  static func clears(of map: RegisterMap) -> RegisterSignals {
    RegisterSignals(map, "is no counter, and not of kind writeOneToSet") { field in
      field.access == .writeOneToSet
        ? input(field.type, "clears these bits") : field.amountType.map { _ in input(.bit) }
    }
  }

  static func amounts(of map: RegisterMap) -> RegisterSignals {
    RegisterSignals(map, "is no counter") { field in
      field.amountType.map { input($0, "is added") }
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
