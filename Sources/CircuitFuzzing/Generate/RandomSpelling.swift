import HardwareIR
import SystemVerilog

extension SystemVerilogEmitter {
  /// Any combination of options: each rule of the profile, the reset, and whether constants are
  /// folded.
  static func random(_ random: inout FuzzRandom) -> SystemVerilogEmitter {
    SystemVerilogEmitter(
      profile: TargetProfile(
        resizing: random.element(of: TargetProfile.Resizing.allCases),
        isolation: random.element(of: TargetProfile.Isolation.allCases),
        selections: random.element(of: TargetProfile.Selections.allCases),
        choices: random.element(of: TargetProfile.Choices.allCases),
        properties: random.element(of: TargetProfile.Properties.allCases)),
      reset: random.element(of: ResetStyle.allCases),
      optimization: random.element(of: Optimization.allCases),
      arrays: random.element(of: ArrayForm.allCases))
  }

  /// The same options, but for those that Icarus 11 does not take.
  var forIcarus: SystemVerilogEmitter {
    var emitter = self
    emitter.profile.selections = .outsideBlocks
    emitter.profile.properties = .immediate
    return emitter
  }

  /// The same options, but for those that Yosys 0.23 does not take: some casts it refuses as of no
  /// size, and some it reads wrong.
  var forYosys: SystemVerilogEmitter {
    var emitter = forIcarus
    emitter.profile.resizing = .concatenation
    emitter.profile.isolation = .wire
    return emitter
  }
}
