// Octets → Envelope.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <variant>

#include "assay/base/octets.hpp"
#include "assay/soap/envelope.hpp"

namespace assay::soap {

/// Why octets are not an envelope. Which fault answers that is for the service to know.
struct ReadError {
    enum class Kind {
        character_set,    ///< neither UTF-8 nor UTF-16
        broken_encoding,  ///< octets that are not what their encoding says
        not_well_formed,  ///< XML 1.0 or Namespaces in XML broken
        forbidden,        ///< document type declaration or processing instruction (SOAP 1.2 part 1 §5)
        too_large,        ///< deeper, wider or longer than the limits
        not_soap12,       ///< the root is not the SOAP 1.2 envelope
        structure,        ///< an envelope whose parts are missing, repeated or in the wrong order
    };
    Kind kind;
    std::string message;  ///< for people
    Encoding encoding = Encoding::utf8;
};

/// Limits that hold whatever the octet count is.
struct ReadLimits {
    std::size_t depth = 64;
    std::size_t attributes = 64;  ///< of one element, namespace declarations included
    std::size_t elements = 20'000;
};

using ReadResult = std::variant<Envelope, ReadError>;

class Reader {
public:
    Reader() = default;
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;
    virtual ~Reader() = default;

    /// Reads one message. No DTD, no entities, no processing instructions. May be called from any thread.
    /// @param octets   the whole message body
    /// @param charset  the charset parameter of its Content-Type, empty when there is none
    [[nodiscard]] virtual ReadResult read(base::OctetView octets, std::string_view charset) const = 0;
};

/// The reader of the service: XML 1.0 (fifth edition) with namespaces, strictly; stops at the first breach.
[[nodiscard]] std::unique_ptr<Reader> make_reader(ReadLimits limits = {});

/// One document of any kind as a tree, e.g. the octets of an element that is_written().
/// @param text  well-formed UTF-8 without byte-order mark
/// @return an error of kind not_well_formed, forbidden or too_large for all else.
[[nodiscard]] std::variant<Element, ReadError> read_element(std::string_view text,
                                                            const ReadLimits& limits = {});

}  // namespace assay::soap
