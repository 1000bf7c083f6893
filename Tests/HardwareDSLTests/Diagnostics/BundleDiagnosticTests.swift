import HardwareDSL
import Testing

/// Bundles, with the full text of the error.
@Suite struct BundleDiagnosticTests {
  struct Answer: SignalBundle {
    let data: Signal
    let taken: Signal
    init(_ field: FieldMaker) {
      data = field(.bits(8))
      taken = field.flipped(.bit)
    }
  }

  struct Link: SignalBundle {
    let address: Signal
    let tags: [Signal]
    let answer: Answer
    init(_ field: FieldMaker, tags: Int = 1) {
      address = field(.unsigned(4))
      self.tags = (0..<tags).map { _ in field(.bit) }
      answer = Answer(field.flipped)
    }
  }

  struct Plain: SignalBundle {
    let high: Signal
    let low: Signal
    init(_ field: FieldMaker, width: Int = 4) {
      high = field(.unsigned(width))
      low = field(.bits(4))
    }
  }

  final class Follower: TestModule {
    let link = Link(.input())
    var body: Behavior {
      link.answer.data <== link.address.asBits.asUnsigned.extended(to: 8).asBits
      unused("inputs", link.tags[0], link.answer.taken)
    }
  }

  @Test("A flipped field is not driven the wrong way")
  func flippedField() {
    final class Wrong: TestModule {
      let link = Link(.output())
      static let line = #line + 2
      var body: Behavior {
        link.answer.data <== Signal(0, .bits(8))
        link.answer.taken <== 1
        link.address <== 0
        link.tags[0] <== 0
      }
    }
    expectRefusal(
      Wrong(),
      error(at: Wrong.line)
        + "input 'link_answer_data_i' is driven from outside; assign an output or a wire "
        + "[driven-twice]")
  }

  @Test("Bundles joined the wrong way round are to be swapped")
  func swapped() {
    final class Swapped: TestModule {
      let link = Link(.input())
      let follower = Follower()
      static let line = #line + 1
      var body: Behavior { link <== follower.link }
    }
    expectRefusal(
      Swapped(),
      error(at: Swapped.line)
        + "<== would drive 'link_address_i' with 'link_address_i', but of these only the second "
        + "can be driven here; swap the bundles [driven-twice]")
  }

  @Test("A field that one of two bundles lacks is named")
  func missingField() {
    final class Missing: TestModule {
      let source = Link(.input(), tags: 2)
      let sink = Link(.output())
      static let line = #line + 2
      var body: Behavior {
        sink <== source
        source <== sink
      }
    }
    expectRefusal(
      Missing(),
      error(at: Missing.line)
        + "<== joins two unlike bundles of Link: the first has no field 'tags.1'; "
        + "make both with the same parameters [type-mismatch]",
      error(at: Missing.line + 1)
        + "<== joins two unlike bundles of Link: the second has no field 'tags.1'; "
        + "make both with the same parameters [type-mismatch]")
  }

  @Test("Fields of other widths are named like any signals")
  func widths() {
    final class Widths: TestModule {
      let source = Plain(.input(), width: 5)
      let sink = Plain(.output())
      static let line = #line + 1
      var body: Behavior { sink <== source }
    }
    expectRefusal(
      Widths(),
      error(at: Widths.line)
        + "a value of 5 bits does not fit 'sink_high_o' (unsigned(4)); "
        + "write .truncated(to: 4) or .saturated(to: 4) [narrowing]")
  }

  @Test("A bundle with flipped fields is no value")
  func values() {
    final class Values: TestModule {
      let condition = input(.bit)
      let first = Answer(.input())
      let second = Answer(.input())
      let sink = Answer(.output())
      let word = output(.bits(8))
      static let line = #line + 2
      var body: Behavior {
        sink <== mux(condition, first, second)
        sink <== select([first, second], at: condition.asUnsigned)
        word <== first.asBits
        sink <== Signal(0, .bits(9)).asBundle(like: sink)
        let held = wire("held", first)
        word <== held.data
      }
    }
    func sentence(_ operation: String) -> String {
      "\(operation) takes a bundle that goes one way, but field 'taken' of Answer is flipped; "
        + "write it for the fields one by one [type-mismatch]"
    }
    expectRefusal(
      Values(), error(at: Values.line) + sentence("mux"),
      error(at: Values.line + 1) + sentence("select"),
      error(at: Values.line + 2) + sentence("asBits"),
      error(at: Values.line + 3) + sentence("asBundle"),
      error(at: Values.line + 4) + sentence("wire"))
  }

  @Test("Bits are read as a bundle of their own width, and a choice needs bundles")
  func shapes() {
    final class Shapes: TestModule {
      let word = input(.bits(9))
      let index = input(.unsigned(1))
      let sink = Plain(.output())
      static let line = #line + 2
      var body: Behavior {
        sink <== word.asBundle(like: sink)
        sink <== select([Plain](), at: index)
        sink <== [Plain]()[index]
        sink.low <== mux(index == 0, sink, word.asBundle(like: sink)).low
      }
    }
    let bits =
      "'word_i' (bits(9)) is read as a bundle of 8 bits, Plain; slice or concatenate to 8 bits "
      + "[type-mismatch]"
    let choice = "has no bundles to choose from; give at least one [definition]"
    expectRefusal(
      Shapes(), error(at: Shapes.line) + bits,
      error(at: Shapes.line + 1) + "select " + choice,
      error(at: Shapes.line + 2) + "an index " + choice, error(at: Shapes.line + 3) + bits)
  }

  @Test("A value has only the stored fields")
  func computed() {
    final class Computed: TestModule {
      let streams = (0..<2).map { _ in ReadyValid<Item>.input { Item($0(.bit)) } }
      let index = input(.unsigned(1))
      let fires = output(.bit)
      static let line = #line + 3
      var body: Behavior {
        for stream in streams { stream.ready <== 1 }
        fires <== streams[index].fires
      }
    }
    expectRefusal(
      Computed(),
      error(at: Computed.line)
        + "a value of ReadyValid<Item> has only the stored fields of the bundle; "
        + "compute others from these [definition]")
  }

  @Test("The payload of a stream or a tap goes one way")
  func payload() {
    final class Payload: TestModule {
      static let line = #line + 1
      let stream = ReadyValid<Answer>.output { Answer($0) }
      let tap = Tap<Answer>.output { Answer($0) }
      var body: Behavior {
        stream.valid <== 0
        stream.payload.data <== Signal(0, .bits(8))
        tap.valid <== 0
        tap.payload.data <== Signal(0, .bits(8))
      }
    }
    let rest =
      " is flipped, but an item goes one way; make it a field of a bundle beside the stream "
      + "[definition]"
    expectRefusal(
      Payload(),
      error(at: Payload.line) + "field 'taken' in the payload of stream 'stream'" + rest,
      error(at: Payload.line + 1) + "field 'taken' in the payload of tap 'tap'" + rest)
  }
}
