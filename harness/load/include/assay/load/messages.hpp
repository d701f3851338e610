// The requests of a load: octets built once, in which only the MessageID changes.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "assay/load/target.hpp"
#include "assay/vocab/names.hpp"

namespace assay::load {

enum class Operation { identify, get, enumerate };

[[nodiscard]] std::string_view name_of(Operation operation);

/// What is asked for.
struct Request {
    Operation operation = Operation::identify;
    std::string resource{};                                        ///< wsman:ResourceURI; unused by Identify
    std::vector<std::pair<std::string, std::string>> selectors{};  ///< wsman:Selector: name, value
    unsigned max_elements = 20;                                    ///< of Pull, and of an optimized Enumerate
    bool checks = true;                                            ///< of answers; false: their status only
    bool optimize = false;      ///< wsman:OptimizeEnumeration (DSP0226 §8.2.3)
    unsigned max_envelope = 0;  ///< wsman:MaxEnvelopeSize in octets; 0 for the service's own
};

/// Message ids of one worker: a random UUID whose last 12 digits count, so that 10^14 are distinct.
class MessageIds {
public:
    static constexpr std::size_t length = 36;

    /// @param uuid 36 characters
    explicit MessageIds(std::string uuid);
    /// The next id, without "uuid:"; valid until the next call.
    [[nodiscard]] std::string_view next();

private:
    std::string text_;
    std::uint64_t taken_ = 0;
};

/// A whole HTTP request of which everything but the MessageID is fixed.
class Template {
public:
    Template() = default;
    /// @param octets with 36 characters at `id_at` to be overwritten; npos for a message without MessageID
    Template(std::string octets, std::size_t id_at) : octets_{std::move(octets)}, id_at_{id_at} {}

    /// Writes `id` into its place.
    /// @return the request, valid until the next call
    [[nodiscard]] std::string_view stamped(std::string_view id);
    [[nodiscard]] bool has_id() const { return id_at_ != std::string::npos; }

private:
    std::string octets_;
    std::size_t id_at_ = std::string::npos;
};

/// The opening tag of an envelope that declares these with their customary prefixes.
[[nodiscard]] std::string opening_tag(std::initializer_list<vocab::Namespace> namespaces);

/// The head of a request up to and with "Content-Length: ".
[[nodiscard]] std::string http_head_for(const Target& target);

/// Builds the requests for one target and one operation.
class MessageFactory {
public:
    MessageFactory(const Target& target, Request request);

    /// Identify, Get or Enumerate, as the operation says.
    [[nodiscard]] Template first() const;
    /// A Pull whose EnumerationContext has the content `context`: XML text as the service wrote it.
    /// @return the request; `into` keeps its memory between calls
    void pull(std::string& into, std::string_view id, std::string_view context) const;

    [[nodiscard]] const Request& request() const { return request_; }

private:
    [[nodiscard]] std::string envelope_head(std::string_view action) const;

    Request request_;
    std::string http_head_;  ///< up to and with "Content-Length: "
    std::string to_;
    std::string pull_before_id_;
    std::string pull_before_context_;
    std::string pull_after_context_;
};

}  // namespace assay::load
