import AttentionSpec
import Foundation
import NetworkSpec
import TensorFiles
import Testing

@testable import ModelImport

@Suite("Image file")
struct ImageFileTests {
  private let grey: PixelNormalization
  private let colour: PixelNormalization

  init() throws {
    grey = try PixelNormalization(mean: [0.5], deviation: [0.5])
    colour = try PixelNormalization(mean: [0.5, 0.4, 0.3], deviation: [0.5, 0.4, 0.3])
  }

  private func bytes(_ shape: [Int]) throws -> Tensor {
    let count = shape.reduce(1, *)
    return try Tensor(
      shape: shape, elements: (0..<count).map { UInt8(truncatingIfNeeded: $0) }, origin: "i.npy")
  }

  private func floats(_ shape: [Int]) throws -> Tensor {
    let count = shape.reduce(1, *)
    return try Tensor(shape: shape, elements: (0..<count).map { Float($0) }, origin: "i.npy")
  }

  @Test("Grey bytes have three axes or four, the channel anywhere")
  func greyBytes() throws {
    for shape in [[2, 4, 4], [2, 1, 4, 4], [2, 4, 4, 1]] {
      let file = try ImageFile(images: bytes(shape), normalization: grey)
      #expect(
        file.images
          == (try ImageSet(
            count: 2, channels: 1, side: 4, values: .bytes(Array(0..<32), grey))))
      #expect(file.labels == nil)
    }
  }

  @Test("Channels that are last are put first")
  func channelsLast() throws {
    let last = try ImageFile(images: bytes([2, 2, 2, 3]), normalization: colour).images
    let first: [UInt8] = [
      0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11, 12, 15, 18, 21, 13, 16, 19, 22, 14, 17, 20, 23,
    ]
    #expect(last.values == .bytes(first, colour))
    let same = try ImageFile(
      images: Tensor(shape: [2, 3, 2, 2], elements: first), normalization: colour)
    #expect(same.images == last)
  }

  @Test("An image alone may lack axes")
  func single() throws {
    #expect(try ImageFile(images: bytes([4, 4]), normalization: grey).images.count == 1)
    #expect(try ImageFile(images: bytes([1, 4, 4]), normalization: grey).images.count == 1)
    #expect(try ImageFile(images: bytes([4, 4, 3]), normalization: colour).images.channels == 3)
    let image = try ImageFile(images: bytes([3, 4, 4]), channels: 3, normalization: colour)
    #expect(image.images.count == 1)
    let images = try ImageFile(images: bytes([3, 4, 4]), channels: 1, normalization: grey)
    #expect(images.images.count == 3)
  }

  @Test("Floats are normalised already")
  func normalized() throws {
    let file = try ImageFile(images: floats([2, 3, 2, 2]), normalization: grey)
    #expect(file.images.values == .normalized((0..<24).map { Float($0) }))
    let halves = try Tensor(
      elementType: .float16, shape: [2, 2], bytes: [0, 60, 0, 0, 0, 0, 0, 64])
    #expect(
      try ImageFile(images: halves, normalization: nil).images.values == .normalized([1, 0, 0, 2]))
  }

  @Test("An npz file has images and labels")
  func npz() throws {
    let path = FileManager.default.temporaryDirectory
      .appending(path: "vitcod-images-\(UUID().uuidString).npz").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let labels = try Tensor(elementType: .uint8, shape: [2], bytes: [7, 0])
    func write(_ tensors: [String: Tensor]) throws {
      try Data(NpzFile.bytes(of: tensors, compression: .deflated))
        .write(to: URL(fileURLWithPath: path))
    }
    try write(["images": bytes([2, 4, 4]), "labels": labels])
    let file = try ImageFile(path: path, normalization: grey)
    #expect(file.labels == [7, 0])
    #expect(file.prefix(1).labels == [7])
    #expect(try file.prefix(1).images == file.images.prefix(1))
    #expect(file.prefix(9) == file)
    #expect(file.prefix(-1).images.count == 0)
    try write(["images": bytes([2, 4, 4])])
    #expect(try ImageFile(path: path, normalization: grey).labels == nil)
    try write(["pictures": bytes([2, 4, 4])])
    #expect(
      refusal { _ = try ImageFile(path: path, normalization: grey) }
        == "\(path): There is no tensor \"images\", but pictures; check the name, or the model "
        + "that the file is of.")
  }

  @Test("What are no images is refused with a sentence")
  func refusals() throws {
    func refused(
      _ images: Tensor, labels: Tensor? = nil, channels: Int? = nil, classes: Int? = nil,
      _ normalization: PixelNormalization? = nil
    ) -> String {
      refusal {
        _ = try ImageFile(
          images: images, labels: labels, channels: channels, classes: classes,
          normalization: normalization)
      }
    }
    #expect(
      refused(try bytes([2, 4, 4]))
        == "i.npy: The images are bytes, and nothing says how the network was trained to see them; "
        + "give --pixel-mean and --pixel-std, such as 0.5 and 0.5.")
    #expect(
      refused(try bytes([3, 4, 4]), grey)
        == "i.npy: The shape [3, 4, 4] can mean 3 of 1 x 4 x 4 or 1 of 3 x 4 x 4; give it all four "
        + "axes, [n, channels, side, side].")
    #expect(
      refused(try bytes([5, 3, 3, 3]), colour)
        == "i.npy: The shape [5, 3, 3, 3] can mean 5 of 3 x 3 x 3 or 5 of 3 x 3 x 3 with the "
        + "channels last; give it all four axes, [n, channels, side, side].")
    #expect(
      refused(try bytes([2, 4, 6]), grey)
        == "i.npy: The shape is [2, 4, 6], but images are [n, side, side] or [n, channels, side, "
        + "side], or with the channels last, with 1 or 3 channels; reshape the array.")
    #expect(
      refused(try floats([2, 4, 4, 3]), channels: 3)
        == "i.npy: The shape is [2, 4, 4, 3], but images are [n, side, side] or [n, channels, "
        + "side, side], with 3 channels; reshape the array.")
    #expect(
      refused(try Tensor(shape: [1, 2, 2], elements: [Int64](repeating: 0, count: 4)), grey)
        == "The tensor: The type is I64, but images are U8 (0 to 255), or F32 that is normalised "
        + "already; convert the array.")
    #expect(
      refused(try bytes([2, 4, 4]), colour)
        == "i.npy: The images have 1 channel but the normalisation 3; give a mean and a deviation "
        + "for each channel.")
    let labels = try Tensor(shape: [2], elements: [Int32(1), -1], origin: "labels")
    #expect(
      refused(try bytes([2, 4, 4]), labels: labels, grey)
        == "labels: The label of image 1 is -1, but classes count from 0; leave out images without "
        + "a class.")
    let classes = try Tensor(shape: [2], elements: [UInt8(4), 5], origin: "labels")
    #expect(
      refused(try bytes([2, 4, 4]), labels: classes, classes: 5, grey)
        == "labels: The label of image 1 is 5, but the network has 5 classes, which count from 0; "
        + "give images of these classes.")
    let file = try ImageFile(
      images: bytes([2, 4, 4]), labels: classes, classes: 6, normalization: grey)
    #expect(file.labels == [4, 5])
    #expect(
      refused(try bytes([3, 1, 4, 4]), labels: labels, grey)
        == "labels: The shape is [2], but 3 images have labels of the shape [3]; give one class an "
        + "image.")
  }
}
