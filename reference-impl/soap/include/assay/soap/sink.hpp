// A text that grows at its end: what writers write into.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace assay::soap {

/// Appending is a copy in place; std::string makes a call of it, which for the short pieces of markup costs
/// twice as much.
class Sink {
public:
    /// @param room  octets that it holds before it grows
    explicit Sink(std::size_t room) { grow(room); }
    Sink(const Sink&) = delete;
    Sink& operator=(const Sink&) = delete;

    [[gnu::always_inline]] void put(std::string_view piece) {
        if (piece.size() > room()) [[unlikely]]
            grow(piece.size());
        at_ += piece.copy(at_, piece.size());
    }
    [[gnu::always_inline]] void put(char octet) {
        if (room() == 0) [[unlikely]]
            grow(1);
        *at_++ = octet;
    }
    /// Appends what it holds already. @param from, length  a part of it
    void repeat(std::size_t from, std::size_t length) {
        if (length > room()) grow(length);
        at_ += std::string_view{text_}.substr(from).copy(at_, length);
    }

    [[nodiscard]] std::size_t size() const { return static_cast<std::size_t>(at_ - text_.data()); }
    /// The text, which is gone from here.
    [[nodiscard]] std::string take() && {
        text_.resize(size());
        return std::move(text_);
    }

private:
    [[nodiscard]] std::size_t room() const { return static_cast<std::size_t>(end_ - at_); }
    void grow(std::size_t octets);

    std::string text_;  ///< longer than what is held
    char* at_ = text_.data();
    char* end_ = at_;
};

}  // namespace assay::soap
