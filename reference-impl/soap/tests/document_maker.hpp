// Documents for comparing parsers: well-formed ones from a grammar, and spoilt ones.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace assay::soap {

/// The same seed makes the same documents everywhere: only the generator's raw numbers are used.
class DocumentMaker {
public:
    /// @param corpus  messages to spoil beside what the grammar gives; not empty
    DocumentMaker(std::uint64_t seed, std::vector<std::string> corpus);

    /// The next document: about half of them well-formed, nearly all of them UTF-8.
    std::string next();

private:
    std::size_t below(std::size_t limit) { return limit == 0 ? 0 : numbers_() % limit; }
    bool once_in(std::size_t times) { return below(times) == 0; }
    template <class List>
    std::string_view any_of(const List& list) {
        return list[below(list.size())];
    }

    std::string generated();
    std::string name();
    std::string character();
    void element(std::string& text, std::size_t depth);
    void attributes(std::string& text);
    void content(std::string& text, std::size_t depth);
    std::string value();
    void spoil(std::string& text);

    std::mt19937_64 numbers_;
    std::vector<std::string> corpus_;
};

/// The messages in fixtures/messages.
[[nodiscard]] std::vector<std::string> message_corpus();

}  // namespace assay::soap
