// The dialects of products: by which habits each is known, from suites/dialects/*.toml.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace assay::suite {

/// The answers of a run that a sign is looked for in.
enum class Answers {
    any,           ///< whatever came back
    envelope,      ///< SOAP 1.2 envelopes
    identify,      ///< IdentifyResponse
    reply,         ///< envelopes that are neither a fault nor an IdentifyResponse
    fault,         ///< faults
    sender_fault,  ///< faults with the code s:Sender
    refusal        ///< HTTP 401
};

/// A habit. Exactly one of `xpath`, `field`, `prefix` and `status` says where it shows.
struct Sign {
    std::string id;
    std::string meaning;  ///< one sentence: what the dialect does
    std::string source;   ///< where that is known from
    Answers on = Answers::envelope;
    std::string request;    ///< XPath that has to select something in the request; empty: any request
    std::string xpath;      ///< XPath over the answer; it has to select something
    std::string field;      ///< name of an HTTP field of the answer
    std::string prefix;     ///< glob over the prefix of the answer's root element
    int status = 0;         ///< of the answer
    std::string value;      ///< glob that the xpath's text or the field's value has to fit; empty: any
    bool absent = false;    ///< it must not be there
    bool always = false;    ///< in each of these answers, not only in one
    bool decisive = false;  ///< who contradicts it does not speak the dialect
    double weight = 1;
};

struct Dialect {
    std::string name;
    std::string title;
    std::vector<Sign> signs;
    std::vector<std::string> bugs;  ///< "B005: …", known of products that speak it
};

/// Every *.toml in `folder`, by file name.
/// @throws base::SetupError with file:line:column
[[nodiscard]] std::vector<Dialect> read_dialects(const std::filesystem::path& folder);

}  // namespace assay::suite
