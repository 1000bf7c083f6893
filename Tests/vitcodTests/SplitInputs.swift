import AttentionSpec
import Foundation
import TensorFiles

extension Scratch {
  func write(npy tensor: Tensor, to name: String) throws {
    try Data(NpyFile.bytes(of: tensor)).write(to: url.appending(path: name))
  }

  func write(npz tensors: [String: Tensor], to name: String) throws {
    try Data(NpzFile.bytes(of: tensors, compression: .deflated))
      .write(to: url.appending(path: name))
  }

  func npy(_ name: String) throws -> Tensor {
    try NpyFile(path: url.appending(path: name).path).tensor
  }
}

/// Two blocks of two heads of four tokens, exact in every format of floats.
enum SmallMaps {
  private static let rows: [Double] = [
    0.25, 0.25, 0.25, 0.25,
    0.0625, 0.5, 0.3125, 0.125,
    0.25, 0.125, 0.3125, 0.3125,
    0, 0.125, 0.375, 0.5,
  ]
  static let numbers = rows + rows.reversed() + rows + rows.reversed()

  static func tensor(_ type: ElementType = .float32) throws -> Tensor {
    let shape = [2, 2, 4, 4]
    switch type {
    case .float64: return try Tensor(shape: shape, elements: numbers)
    case .float16:
      // Sign 0, the exponent with an offset of 15, and ten bits of the fraction.
      let halves = numbers.map { number -> UInt16 in
        number == 0
          ? 0 : UInt16(number.exponent + 15) << 10 | UInt16((number.significand - 1) * 1024)
      }
      let bytes = halves.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
      return try Tensor(elementType: .float16, shape: shape, bytes: bytes)
    default: return try Tensor(shape: shape, elements: numbers.map { Float($0) })
    }
  }
}

/// The rows of a mask, `#` for True.
func picture(_ flags: ArraySlice<Bool>, tokens: Int) -> [String] {
  let flags = Array(flags)
  return (0..<tokens).map { row in
    flags[row * tokens..<(row + 1) * tokens].map { $0 ? "#" : "." }.joined()
  }
}
