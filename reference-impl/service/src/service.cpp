#include "assay/service/service.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/error.hpp>

#include "assay/base/uuid.hpp"
#include "assay/model/fault_number.hpp"
#include "assay/model/faults.hpp"
#include "assay/model/names.hpp"
#include "assay/service/accept.hpp"
#include "assay/soap/writer.hpp"
#include "deadline.hpp"
#include "operations.hpp"

namespace assay::service {
namespace {

using model::Fault;
using soap::Envelope;
using soap::ReadError;
namespace faults = model::faults;
namespace names = model::names;
namespace action = vocab::action;

struct Route {
    std::string_view action;
    Operation operation;
};

constexpr std::array routes{
    Route{action::Get, get},
    Route{action::Put, put},
    Route{action::Create, create},
    Route{action::Delete, remove},
    Route{action::Enumerate, enumerate},
    Route{action::Pull, pull},
    Route{action::Renew, renew},
    Route{action::GetStatus, get_status},
    Route{action::Release, release},
};

auto route_of(std::string_view action) { return std::ranges::find(routes, action, &Route::action); }

Fault fault_for(const ReadError& error) {
    using Kind = ReadError::Kind;
    switch (error.kind) {
        case Kind::character_set:
            return faults::encoding_limit(faults::Encoding::CharacterSet, error.message);
        case Kind::broken_encoding:
            return faults::encoding_limit(faults::Encoding::UnsupportedCharacter, error.message);
        case Kind::too_large:
            return faults::encoding_limit(faults::Encoding::ServiceEnvelopeLimit, error.message);
        case Kind::not_soap12: return faults::version_mismatch();
        case Kind::not_well_formed:
        case Kind::forbidden:
        case Kind::structure: break;
    }
    return faults::schema_validation_error(error.message);
}

std::string new_message_id() { return "uuid:" + base::random_uuid(); }

std::size_t reply_limit(const Request& request, const Limits& limits) {
    if (!request.max_envelope_octets) return limits.default_reply_octets;
    return static_cast<std::size_t>(
        std::min<std::uint64_t>(*request.max_envelope_octets, limits.largest_reply_octets));
}

/// Characters left for items in a reply: what an empty reply leaves of the limit, less what the elements
/// around the items and the namespaces within them can take.
std::size_t room_for_items(const ReplyTo& reply, std::size_t limit) {
    constexpr std::size_t around = 1'500;
    const std::size_t width = reply.encoding == soap::Encoding::utf8 ? 1 : 2;
    const std::size_t empty = soap::write(to_envelope(Answer{.action = {}}, reply, {})).size();
    const std::size_t taken = empty + around * width;
    return limit > taken ? (limit - taken) / width : 0;
}

bool moves_items(const Request& request) {
    return request.action == action::Pull || request.action == action::Enumerate;
}

model::Right right_for(std::string_view wanted) {
    constexpr std::array reading{action::Get,     action::Enumerate, action::Pull,
                                 action::Release, action::Renew,     action::GetStatus};
    constexpr std::array writing{action::Put, action::Create, action::Delete};
    if (std::ranges::find(reading, wanted) != reading.end()) return model::Right::read;
    if (std::ranges::find(writing, wanted) != writing.end()) return model::Right::write;
    return model::Right::execute;
}

/// Asked before the resource is looked for, so that nobody learns what there is without being allowed to.
bool is_allowed(const Request& request) {
    return request.caller.grants == nullptr ||
           request.caller.grants->allow(right_for(request.action), request.resource_uri);
}

/// DSP0226 §6.2, §7.5, §7.6: a change that cannot be undone and whose result cannot be told. A custom action
/// may have made one.
bool changes(const Request& request) { return right_for(request.action) != model::Right::read; }

/// DSP0226 §6.5: whoever asks for an EPR is told one, or that there is none to tell.
void add_epr_unknown(Answer& answer) {
    const bool told = std::ranges::any_of(
        answer.headers, [](const soap::Element& header) { return header.name == names::RequestedEPR; });
    if (told) return;
    answer.headers.emplace_back(names::RequestedEPR).add(soap::Element{names::EPRUnknown});
}

/// DSP0226 §6.1: what the client grants, cut to what the profile does.
std::optional<base::Duration> time_limit(const Request& request) {
    if (!request.profile->longest_operation) return request.operation_timeout;
    const base::Duration longest = *request.profile->longest_operation;
    return std::min(request.operation_timeout.value_or(longest), longest);
}

/// DSP0226 §14.4, §5.4.3: of a fault that exceeds the bound what is not needed is left out.
void shorten(Fault& fault, ReplyTo& reply) {
    constexpr std::size_t enough = 16;
    constexpr std::size_t longest_reason = 500;
    reply.parameters.clear();
    fault.more.clear();
    if (fault.headers.size() > enough) fault.headers.resize(enough);
    if (fault.reason.size() > longest_reason) fault.reason.resize(longest_reason);
}

/// A mutant looks into items that are written already.
void open_up(std::vector<soap::Element>& elements) {
    for (soap::Element& each : elements) {
        if (each.is_written()) {
            auto read = soap::read_element(each.text);
            if (auto* tree = std::get_if<soap::Element>(&read)) each = std::move(*tree);
        }
        open_up(each.children);
    }
}

/// Of the exception that is being handled: what a resource throws is the service's own trouble and no peer's,
/// and this one request's only.
Fault fault_of_exception() {
    try {
        throw;
    } catch (const boost::system::system_error& error) {
        if (error.code() == boost::asio::error::operation_aborted) throw;  // cancelled: nobody is listening
        return faults::internal_error(std::string{"the operation failed: "} + error.what());
    } catch (const std::exception& error) {
        return faults::internal_error(std::string{"the operation failed: "} + error.what());
    }
}

/// An operation that does not throw, for those who wait for something else beside it.
awaitable<Outcome<Answer>> guarded(awaitable<Outcome<Answer>> operation) {
    try {
        co_return co_await std::move(operation);
    } catch (...) {
        co_return fault_of_exception();
    }
}

/// For answers that need no waiting.
awaitable<Reply> at_once(Reply reply) { co_return reply; }

Fault unreportable(const Request& request) {
    if (!changes(request)) return too_large(request);
    return faults::encoding_limit(faults::Encoding::UnreportableSuccess,
                                  "the change was made, but its result exceeds the envelope size");
}

}  // namespace

Service::Service(const Registry& registry, Limits limits, Identity identity, Seams seams,
                 const model::Profile& profile)
    : registry_{registry},
      limits_{limits},
      identity_{std::move(identity)},
      seams_{std::move(seams)},
      profile_{profile},
      reader_{soap::make_reader()},
      identify_user_{soap::write(identify_response(identity_, profile, false, soap::Encoding::utf8))},
      identify_stranger_{soap::write(identify_response(identity_, profile, true, soap::Encoding::utf8))},
      enumerations_{limits} {}

awaitable<Reply> Service::answer(Incoming incoming) {
    const bool anonymous = incoming.caller.name.empty();
    auto read = reader_->read(base::octets_of(incoming.octets), incoming.charset);
    auto* envelope = std::get_if<Envelope>(&read);
    if (envelope == nullptr && anonymous) return at_once({.http_status = 401, .unauthenticated = true});
    if (envelope == nullptr) {
        const auto& error = std::get<ReadError>(read);
        return at_once(refused(fault_for(error), ReplyTo{.encoding = error.encoding}, {}));
    }
    if (seams_.incoming_envelope) seams_.incoming_envelope(*envelope);
    if (incoming.refusal) return at_once(refused(*incoming.refusal, fault_address(*envelope), *envelope));
    if (anonymous && !is_identify(*envelope)) {
        return at_once({.http_status = 401, .unauthenticated = true});
    }
    if (auto understood = check_understood(*envelope); !understood) {
        return at_once(refused(understood.error(), fault_address(*envelope), *envelope));
    }
    if (is_identify(*envelope)) return at_once(identified(*envelope, anonymous));
    return carry_out(std::move(*envelope), std::move(incoming));
}

Reply Service::identified(const Envelope& envelope, bool anonymous) const {
    if (!seams_.outgoing_envelope && envelope.encoding == soap::Encoding::utf8) {
        return {.octets = anonymous ? identify_stranger_ : identify_user_};
    }
    Envelope response = identify_response(identity_, profile_, anonymous, envelope.encoding);
    if (seams_.outgoing_envelope) seams_.outgoing_envelope(envelope, response);
    return finished(response, 200);
}

awaitable<Reply> Service::carry_out(Envelope envelope, Incoming incoming) {
    // Kept for the seam, which may look at the request; copied only when there is one.
    const Envelope seen = seams_.outgoing_envelope ? envelope : Envelope{};
    const ReplyTo reply = reply_address(envelope);
    // Most requests have none, and their faults go where the reply would have gone.
    const bool has_fault_to = envelope.header(names::FaultTo) != nullptr;
    const std::optional<ReplyTo> fault_to =
        has_fault_to ? std::optional{fault_address(envelope)} : std::nullopt;
    const auto refuse = [&](const Fault& fault) { return refused(fault, fault_to.value_or(reply), seen); };

    const auto request = accepted(std::move(envelope), incoming);
    if (!request) co_return refuse(request.error());
    const auto resource = resource_for(*request);
    if (!resource) co_return refuse(resource.error());
    const std::size_t limit = reply_limit(*request, limits_);
    const std::size_t room = moves_items(*request) ? room_for_items(reply, limit) : limit;
    std::optional<Outcome<Answer>> answer;
    try {
        answer = co_await perform(*request, **resource, room);
    } catch (...) {
        answer = fault_of_exception();
    }
    if (!*answer) co_return refuse(answer->error());
    auto response = written(std::move(**answer), *request, reply, limit);
    if (!response) co_return refuse(response.error());
    if (!seams_.outgoing_envelope) {
        co_return Reply{.charset = soap::charset_of(reply.encoding), .octets = std::move(response->octets)};
    }
    open_up(response->envelope.body);
    seams_.outgoing_envelope(seen, response->envelope);
    co_return finished(response->envelope, 200);
}

Outcome<Request> Service::accepted(Envelope envelope, const Incoming& incoming) const {
    auto request = accept(std::move(envelope), incoming.soap_action, limits_, profile_);
    if (!request) return request.error();
    request->caller = incoming.caller;
    request->now = incoming.now;
    request->wall = incoming.wall;
    if (incoming.note != nullptr) *incoming.note = {request->action, request->resource_uri};
    if (!is_allowed(*request)) return faults::access_denied("the user may not do this here");
    return request;
}

Outcome<Service::Written> Service::written(Answer answer, const Request& request, const ReplyTo& reply,
                                           std::size_t limit) const {
    std::string custom;
    if (profile_.echoes_resource_uri && !request.resource_uri.empty()) {
        answer.headers.emplace_back(names::ResourceURI, request.resource_uri);
    }
    if (answer.action.empty()) {
        custom = request.action + "Response";
        answer.action = custom;
    }
    if (request.wants_epr) add_epr_unknown(answer);
    Written response{.envelope = to_envelope(std::move(answer), reply, new_message_id())};
    response.octets = soap::write(response.envelope);
    if (response.octets.size() > limit) return unreportable(request);
    return response;
}

Outcome<Resource*> Service::resource_for(const Request& request) const {
    Resource* resource = registry_.find(request.resource_uri);
    if (resource == nullptr) {
        if (request.resource_uri.empty() && route_of(request.action) == routes.end()) {
            return faults::action_not_supported(request.action);
        }
        return faults::destination_unreachable(request.resource_uri.empty()
                                                   ? "wsman:ResourceURI is missing"
                                                   : "there is no resource of this ResourceURI");
    }
    for (const model::Option& option : request.options.options) {
        if (option.must_comply && !resource->knows_option(option.name)) {
            return faults::invalid_options(faults::Options::NotSupported,
                                           "the option " + option.name + " is not supported");
        }
    }
    return resource;
}

awaitable<Outcome<Answer>> Service::perform(const Request& request, Resource& resource, std::size_t room) {
    const auto* const route = route_of(request.action);
    const Context context{request, resource, enumerations_, limits_, room};
    auto operation = (route == routes.end() ? invoke : route->operation)(context);
    const auto time = time_limit(request);
    // A filter may look for long at members that a resource has ready.
    const bool is_watched = time && (resource.waits() || moves_items(request));
    return is_watched ? within(*time, guarded(std::move(operation))) : std::move(operation);
}

Reply Service::finished(const Envelope& envelope, unsigned status) const {
    const std::string_view charset = soap::charset_of(envelope.encoding);
    return {.http_status = status, .charset = charset, .octets = soap::write(envelope)};
}

Reply Service::refused(Fault fault, ReplyTo reply, const Envelope& request) const {
    if (profile_.quota_is_internal_error && fault.subcode == vocab::fault::QuotaLimit) {
        fault = faults::internal_error(std::move(fault.reason));
    }
    if (profile_.fault_numbers) fault.more.push_back(wsman_fault(fault, identity_.machine));
    const bool any_is_500 = profile_.fault_status == model::Profile::FaultStatus::server_error;
    const auto told = [&] {
        Envelope envelope = to_envelope(fault, reply, new_message_id());
        if (seams_.outgoing_envelope) seams_.outgoing_envelope(request, envelope);
        return finished(envelope, any_is_500 ? 500 : fault.http_status);
    };
    Reply answer = told();
    if (answer.octets.size() >
        std::clamp(reply.most_octets, limits_.smallest_reply_octets, limits_.default_reply_octets)) {
        shorten(fault, reply);
        answer = told();
    }
    return answer;
}

}  // namespace assay::service
