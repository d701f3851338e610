// The whole of the protocol between HTTP and the resources: octets in, octets out.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "assay/service/answer.hpp"
#include "assay/service/enumerations.hpp"
#include "assay/service/identify.hpp"
#include "assay/service/registry.hpp"
#include "assay/service/seams.hpp"
#include "assay/soap/reader.hpp"

namespace assay::service {

/// What a message turned out to want, for those who keep records.
struct Note {
    std::string action = {};
    std::string resource_uri = {};
};

/// A message as HTTP brought it, and what HTTP knows about it.
struct Incoming {
    std::string_view octets;   ///< owned by the caller until the answer is there
    std::string_view charset;  ///< of Content-Type, empty when not said; owned likewise
    std::optional<std::string> soap_action = {};
    model::Caller caller = {};
    /// Set when the edge will not have the message carried out: it is answered with this fault.
    std::optional<model::Fault> refusal = {};
    Note* note = nullptr;  ///< filled in before the first suspension, unless it is nullptr
    base::Instant now = {};
    base::WallTime wall = {};
};

struct Reply {
    unsigned http_status = 200;
    std::string_view charset = "UTF-8";
    std::string octets = {};
    /// Somebody anonymous asked for something else than Identify: no envelope, HTTP has to say 401.
    bool unauthenticated = false;
};

/// Everything is referenced or owned here for the life of the service; answer() may be called from
/// several threads.
class Service {
public:
    /// @param profile  constant text and choices, for the life of the service
    Service(const Registry& registry, Limits limits, Identity identity, Seams seams = {},
            const model::Profile& profile = model::dmtf);

    /// Answers one message. Whatever a peer sends, the result is a reply.
    awaitable<Reply> answer(Incoming incoming);

private:
    /// A reply and its octets, which were counted against the size limit.
    struct Written {
        soap::Envelope envelope;
        std::string octets = {};
    };

    [[nodiscard]] Reply identified(const soap::Envelope& envelope, bool anonymous) const;
    awaitable<Reply> carry_out(soap::Envelope envelope, Incoming incoming);
    [[nodiscard]] Outcome<Request> accepted(soap::Envelope envelope, const Incoming& incoming) const;
    [[nodiscard]] Outcome<Resource*> resource_for(const Request& request) const;
    awaitable<Outcome<Answer>> perform(const Request& request, Resource& resource, std::size_t room);
    [[nodiscard]] Outcome<Written> written(Answer answer, const Request& request, const ReplyTo& reply,
                                           std::size_t limit) const;
    [[nodiscard]] Reply finished(const soap::Envelope& envelope, unsigned status) const;
    [[nodiscard]] Reply refused(model::Fault fault, ReplyTo reply, const soap::Envelope& request) const;

    const Registry& registry_;
    Limits limits_;
    Identity identity_;
    Seams seams_;
    const model::Profile& profile_;
    std::unique_ptr<soap::Reader> reader_;
    // The answers to Identify in UTF-8: the same for every user, and for everybody who is none.
    std::string identify_user_;
    std::string identify_stranger_;
    Enumerations enumerations_;
};

}  // namespace assay::service
