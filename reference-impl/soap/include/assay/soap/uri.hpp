// The URI of a namespace: a value that costs nothing to copy.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace assay::soap {

/// Immutable text. The namespaces of `vocab` are referred to, all others are shared by the copies, so that
/// the elements of one message hold each URI once.
class Uri {
public:
    Uri() = default;
    // Implicit on purpose: a URI may be given as any text.
    Uri(std::string_view text);
    Uri(const std::string& text) : Uri{std::string_view{text}} {}
    Uri(const char* text) : Uri{std::string_view{text}} {}

    /// Refers to text that lives as long as the program.
    [[nodiscard]] static Uri constant(std::string_view text) noexcept {
        Uri uri;
        uri.text_ = text;
        return uri;
    }

    [[nodiscard]] std::string_view view() const noexcept { return text_; }
    /// Does it refer to text that lives as long as the program?
    [[nodiscard]] bool is_constant() const noexcept { return owner_ == nullptr; }
    [[nodiscard]] bool empty() const noexcept { return text_.empty(); }
    operator std::string_view() const noexcept { return text_; }
    operator std::string() const { return std::string{text_}; }

    friend bool operator==(const Uri& left, const Uri& right) noexcept { return left == right.text_; }
    friend bool operator==(const Uri& left, std::string_view right) noexcept {
        return left.text_.size() == right.size() &&
               (left.text_.data() == right.data() || left.text_ == right);
    }
    friend bool operator==(const Uri& left, const std::string& right) noexcept {
        return left == std::string_view{right};
    }
    friend bool operator==(const Uri& left, const char* right) noexcept {
        return left == std::string_view{right};
    }

private:
    std::string_view text_;
    std::shared_ptr<const char[]> owner_;
};

}  // namespace assay::soap
