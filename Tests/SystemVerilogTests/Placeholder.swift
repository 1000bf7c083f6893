import Foundation
import HardwareDSL
import SystemVerilog
import Testing
@testable import Accelerator

enum RunState: HardwareEnum { case idle, run, done }

final class Fsm: Module {
  let start = input(.bit)
  let last = input(.bit)
  let busy = output(.bit)
  let count = output(.unsigned(4))
  let state = StateRegister(reset: RunState.idle)
  let steps = register(.unsigned(4), reset: 0)
  let store = Memory(.bits(8), depth: 12)
  let word = output(.bits(8))
  var documentation: Documentation { Documentation("A state machine for the eye.") }
  var body: Behavior {
    busy <== 0
    state.decode { current in
      switch current {
      case .idle: when(start) { state <== .run; steps <== 0 }
      case .run:
        busy <== 1
        steps <== steps &+ 1
        when(last && steps > 3) { state <== .done }
      case .done: state <== .idle
      }
    }
    count <== steps
    store.write(concatenate(steps.asBits, Signal(5, .bits(4))), at: steps, enable: last)
    store.read(at: steps, enable: start)
    word <== store.readData
    claim("StepsBounded", steps != 15)
  }
}

@Test func look() throws {
  for circuit in [try elaborate(MAC(sumBits: 24)), try elaborate(Fsm())] {
    for file in SystemVerilogEmitter().emit(circuit) {
      try file.text.write(toFile: "/tmp/play/\(file.name)", atomically: true, encoding: .utf8)
    }
  }
}
