// A document as UTF-8, and places in it. Private to this module.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace assay::xml {

/// A document's characters; borrowed when they were UTF-8 already.
class DocumentText {
public:
    /// @return nothing, and why in `trouble`, when the octets are in no encoding that we read
    [[nodiscard]] static std::optional<DocumentText> from(std::string_view octets, std::string& trouble);

    [[nodiscard]] std::string_view view() const { return owned_ ? std::string_view{*owned_} : borrowed_; }

private:
    std::string_view borrowed_;
    std::optional<std::string> owned_;
};

struct LineColumn {
    std::uint32_t line = 1;
    std::uint32_t column = 1;

    friend bool operator==(const LineColumn&, const LineColumn&) = default;
};

/// Turns places as Xerces-C++ gives them (columns in UTF-16 units, the line ends of XML 1.0) into offsets.
class TextPosition {
public:
    explicit TextPosition(std::string_view text) : text_{text} {}

    /// The offset of a place that is not before the last one asked for.
    std::size_t advance_to(LineColumn units);

private:
    std::string_view text_;
    std::size_t at_ = 0;
    LineColumn now_;
};

/// The place of an offset; columns count characters.
[[nodiscard]] LineColumn place_of(std::string_view text, std::size_t offset);

/// The tag that ends right before `end`, from its '<'; empty when none does.
/// No '<' can stand within a tag (XML 1.0 [10]), so the nearest one before its end begins it.
[[nodiscard]] std::string_view tag_before(std::string_view text, std::size_t end);

/// The name in a start tag or an end tag.
[[nodiscard]] std::string_view name_in(std::string_view tag);

}  // namespace assay::xml
