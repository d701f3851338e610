// Where the compiler's parts put what they find.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "assay/mof/diagnostic.hpp"

namespace assay::schema {

class Diagnostics {
public:
    explicit Diagnostics(const mof::Document& document) : document_{document} {}

    void add(const mof::Place& place, std::string message) {
        found_.push_back(mof::diagnostic_at(document_, place, std::move(message)));
    }
    [[nodiscard]] std::size_t count() const { return found_.size(); }
    /// "assay.mof:12", for messages that refer to another place.
    [[nodiscard]] std::string line_of(const mof::Place& place) const {
        const std::filesystem::path file{document_.files.at(place.file)};
        return file.filename().string() + ":" + std::to_string(place.line);
    }
    [[nodiscard]] std::vector<mof::Diagnostic> take() { return std::move(found_); }

private:
    const mof::Document& document_;
    std::vector<mof::Diagnostic> found_;
};

}  // namespace assay::schema
