import HardwareDSL
import HardwareLibrary

extension ClockDomain {
  static let pixel = ClockDomain("pixel")
}

/// Two domains, each with state, and one signal of each kind that crosses.
final class Display: SampleModule {
  let enable = input(.bit)
  let mode = input(.bits(2))
  let blank = input(.bit, in: .asynchronous, "from a switch")
  let isBusy = output(.bit)
  let dot = output(.bits(2), in: .pixel)
  let column = output(.unsigned(4), in: .pixel)

  let isOn = register(.bit, reset: 0)
  let heldMode = dataRegister(.bits(2), "constant while the display is on")
  let place = register(.unsigned(4), reset: 0, in: .pixel)
  let shade = dataRegister(.bits(2), in: .pixel)

  var body: Behavior {
    isOn <== enable
    when(!isOn) { heldMode <== mode }
    let shows = synchronized("isOn", isOn, into: .pixel)
    let isBlank = synchronized("blank", blank, into: .pixel, stages: 3)
    let safeMode = crossing(
      "safeMode", heldMode, into: .pixel, because: "it does not change while it is read")
    when(shows) {
      place <== place &+ 1
      when(!isBlank) { shade <== safeMode }
    }
    dot <== shade
    column <== place
    isBusy <== isOn
    claim("HeldWhileOn", !isOn || heldMode != 3)
    claim("InLine", place != 15 || shows, in: .pixel)
  }
}

/// Children in domains that their parent chooses, and a memory beside them.
final class Frame: SampleModule {
  let words = ReadyValid<Item>.input { Item($0(.bits(8))) }
  let pixels = ReadyValid<Item>.output(in: .pixel) { Item($0(.bits(8))) }
  let address = input(.unsigned(2), in: .pixel)
  let late = output(.bits(8), in: .pixel)

  let bridge = AsynchronousFIFO(width: 8, depth: 4)
  let queue = StreamFIFO(width: 8, depth: 2)
  let history = Memory(.bits(8), depth: 4, in: .pixel)

  var body: Behavior {
    clock(bridge, [.source: .default, .sink: .pixel])
    clock(queue, in: .pixel)
    bridge.input <== words
    queue.input <== bridge.output
    pixels <== queue.output
    history.write(pixels.payload.data, at: address, enable: pixels.fires)
    history.read(at: address, enable: 1)
    late <== history.readData
  }
}

/// A black box, a memory of two ports and properties in a domain that is not the default one.
final class Station: SampleModule {
  let go = input(.bit)
  let ready = output(.bit)
  let word = input(.bits(8), in: .pixel)
  let address = input(.unsigned(2), in: .pixel)
  let shown = output(.bits(8), in: .pixel)

  let isReady = register(.bit, reset: 0)
  let stage = StageBox(width: 8)
  let frame = DualPortMemory(.bits(8), depth: 4, in: .pixel)

  var body: Behavior {
    clock(stage, in: .pixel)
    isReady <== go
    ready <== isReady
    stage.data <== word
    stage.enable <== synchronized("go", isReady, into: .pixel)
    frame.a.write(stage.result, at: address, enable: stage.isFull)
    frame.b.read(at: address)
    shown <== frame.b.readData
    assume("NotZero", word.isAnySet, in: .pixel)
    claim("Follows", !isReady || go)
    cover("Full", stage.isFull, in: .pixel)
  }
}
