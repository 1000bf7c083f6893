import TensorFiles
import Testing

@Suite struct TensorTests {
  @Test("Every half is the Float that the standard says")
  func halves() throws {
    for bits in UInt16.min...UInt16.max {
      let tensor = try Tensor(
        elementType: .float16, shape: [], bytes: [UInt8(bits & 0xFF), UInt8(bits >> 8)])
      let float = try #require(try tensor.floats().first)
      let exponent = Int(bits >> 10 & 0x1F)
      let fraction = Double(bits & 0x3FF)
      let sign: Double = bits >> 15 == 0 ? 1 : -1
      switch exponent {
      case 31 where fraction != 0: #expect(float.isNaN, "\(bits)")
      case 31: #expect(Double(float) == sign * .infinity, "\(bits)")
      case 0: #expect(Double(float) == sign * fraction * 0x1p-24, "\(bits)")
      default:
        let scale = Double(sign: .plus, exponent: exponent - 15, significand: 1)
        #expect(Double(float) == sign * scale * (1 + fraction / 1024), "\(bits)")
      }
      #expect((float.sign == .minus) == (sign < 0), "\(bits)")
    }
  }

  @Test("A bfloat16 is the upper half of a Float")
  func bfloats() throws {
    let tensor = try Tensor(
      elementType: .bfloat16, shape: [3], bytes: [0xC0, 0x3F, 0x49, 0xC0, 0x80, 0x7F])
    #expect(try tensor.floats() == [1.5, -3.140625, .infinity])
    #expect(tensor.numbers() == [1.5, -3.140625, .infinity])
  }

  @Test("Elements come back as they went in")
  func elements() throws {
    #expect(try Tensor(shape: [2], elements: [1.5, -2] as [Float]).floats() == [1.5, -2])
    #expect(try Tensor(shape: [2], elements: [-128, 127] as [Int8]).integers() == [-128, 127])
    #expect(try Tensor(shape: [2], elements: [0, 255] as [UInt8]).integers() == [0, 255])
    #expect(try Tensor(shape: [2], elements: [-3, 300] as [Int16]).integers() == [-3, 300])
    #expect(try Tensor(shape: [1], elements: [Int32.min]).integers() == [Int(Int32.min)])
    #expect(try Tensor(shape: [1], elements: [Int64.min]).integers() == [Int.min])
    let ones = { (type: ElementType) in
      try Tensor(
        elementType: type, shape: [1], bytes: [UInt8](repeating: 255, count: type.size),
        origin: "t")
    }
    #expect(try ones(.uint16).integers() == [65_535] && ones(.uint16).numbers() == [65_535])
    #expect(try ones(.uint32).integers() == [0xFFFF_FFFF])
    #expect(try ones(.uint32).numbers() == [0xFFFF_FFFF] && ones(.uint64).numbers() == [0x1p64])
    #expect(
      refusal { _ = try ones(.uint64).integers() }
        == "t: The element at [0] is 18446744073709551615, but whole numbers here go up to "
        + "9223372036854775807; look for what made it before the file was written.")
    #expect(try Tensor(shape: [2], elements: [true, false]).booleans() == [true, false])
    #expect(try Tensor(shape: [2], elements: [1, 0] as [UInt8]).booleans() == [true, false])
    #expect(try Tensor(shape: [0, 3], elements: [Float]()).floats() == [])
    #expect(try Tensor(shape: [], elements: [7] as [Double]).numbers() == [7])
    #expect(try Tensor(shape: [2], elements: [-1, 513] as [Int32]).numbers() == [-1, 513])
    #expect(try Tensor(shape: [2], elements: [-1, 1 << 40] as [Int64]).numbers() == [-1, 0x1p40])
    #expect(try Tensor(shape: [1], elements: [true]).numbers() == [1])
  }

  @Test("A tensor that a caller wants otherwise is refused with a sentence")
  func accessors() throws {
    let doubles = try Tensor(shape: [1], elements: [0.5], origin: "m.npz, q")
    #expect(
      refusal { _ = try doubles.floats() }
        == "m.npz, q: The type is F64, but floats are F32, F16 or BF16; "
        + "convert the tensor to float32.")
    #expect(
      refusal { _ = try doubles.integers() }
        == "m.npz, q: The type is F64, but integers are I8 to I64 or U8 to U64; "
        + "convert the tensor, rounding it first.")
    #expect(
      refusal { _ = try doubles.booleans() }
        == "m.npz, q: The type is F64, but flags are BOOL or U8; "
        + "convert the tensor with astype(bool).")
    let bytes = try Tensor(shape: [2, 2], elements: [0, 1, 2, 0] as [UInt8])
    #expect(
      refusal { _ = try bytes.booleans() }
        == "The tensor: The element at [1, 0] is 2, but a flag is 0 or 1; "
        + "convert the tensor with astype(bool).")
    let floats = try Tensor(shape: [2, 3], elements: [0, 1, 2, 3, -.infinity, .nan] as [Float])
    #expect(
      refusal { _ = try floats.finiteFloats() }
        == "The tensor: The element at [1, 1] is -inf, but all must be finite; "
        + "look for what made it before the file was written.")
    #expect(try floats.floats().count == 6)
  }

  static let wrongShapes: [([Int], String)] = [
    ([3], "The shape [3] of F32 needs 12 bytes but there are 8; write the array again."),
    (
      [2, -1],
      "The shape [2, -1] has the extent -1, but an extent is at least 0; write the array again."
    ),
    (
      [1 << 62, 4],
      "The shape [4611686018427387904, 4] is one that no memory holds; write the array again."
    ),
    (
      [0, 1 << 62, 4],
      "The shape [0, 4611686018427387904, 4] is one that no memory holds; write the array again."
    ),
    (
      [Int](repeating: 1, count: 33),
      "The shape has 33 axes, but tensors have at most 32; reshape it."
    ),
  ]

  @Test("A shape that does not fit is refused with a sentence", arguments: wrongShapes)
  func shapes(_ shape: [Int], _ sentence: String) {
    #expect(
      refusal { _ = try Tensor(shape: shape, elements: [1, 2] as [Float]) }
        == "The tensor: " + sentence)
  }
}
