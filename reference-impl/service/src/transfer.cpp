#include "assay/model/faults.hpp"
#include "assay/model/names.hpp"
#include "operations.hpp"

namespace assay::service {
namespace {

using soap::Element;
namespace names = model::names;
namespace faults = model::faults;
namespace action = vocab::action;
}  // namespace

Outcome<> check_empty(const Request& request) {
    if (request.body.empty()) return boost::system::in_place_value;
    return faults::schema_validation_error("the body of this request has to be empty");
}

Outcome<const Element*> representation_in(const Request& request) {
    if (request.body.empty()) {
        return faults::invalid_representation(faults::Representation::MissingValues,
                                              "the body holds no representation");
    }
    if (request.body.size() > 1) {
        return faults::schema_validation_error("the body holds more than one representation");
    }
    return &request.body.front();
}

model::Epr epr_of(const Request& request, model::SelectorSet selectors) {
    return {.address = request.to, .resource_uri = request.resource_uri, .selectors = std::move(selectors)};
}

void add_requested_epr(const Request& request, Answer& answer) {
    if (!request.wants_epr) return;
    Element& header = answer.headers.emplace_back(names::RequestedEPR);
    header.add(to_element(epr_of(request, request.selectors), names::EndpointReference));
}

awaitable<Outcome<Answer>> get(Context context) {
    if (context.request.fragment) co_return co_await get_fragment(context);
    if (auto empty = check_empty(context.request); !empty) co_return empty.error();
    auto representation = co_await context.resource.get(context.request);
    if (!representation) co_return representation.error();
    Answer answer{.action = action::GetResponse};
    answer.body.push_back(std::move(*representation));
    add_requested_epr(context.request, answer);
    co_return answer;
}

awaitable<Outcome<Answer>> put(Context context) {
    if (context.request.fragment) co_return co_await put_fragment(context);
    const auto representation = representation_in(context.request);
    if (!representation) co_return representation.error();
    auto stored = co_await context.resource.put(context.request, **representation);
    if (!stored) co_return stored.error();
    Answer answer{.action = action::PutResponse};
    answer.body.push_back(std::move(*stored));
    add_requested_epr(context.request, answer);
    co_return answer;
}

awaitable<Outcome<Answer>> create(Context context) {
    if (context.request.fragment) co_return co_await create_fragment(context);
    const auto representation = representation_in(context.request);
    if (!representation) co_return representation.error();
    auto selectors = co_await context.resource.create(context.request, **representation);
    if (!selectors) co_return selectors.error();
    const model::Epr epr = epr_of(context.request, std::move(*selectors));
    Answer answer{.action = action::CreateResponse};
    answer.body.push_back(to_element(epr, names::ResourceCreated));
    if (context.request.wants_epr) {
        answer.headers.emplace_back(names::RequestedEPR).add(to_element(epr, names::EndpointReference));
    }
    co_return answer;
}

awaitable<Outcome<Answer>> remove(Context context) {
    if (context.request.fragment) co_return co_await remove_fragment(context);
    if (auto empty = check_empty(context.request); !empty) co_return empty.error();
    auto removed = co_await context.resource.remove(context.request);
    if (!removed) co_return removed.error();
    Answer answer{.action = action::DeleteResponse};
    if (context.request.wants_epr) {
        answer.headers.emplace_back(names::RequestedEPR).add(Element{names::EPRInvalid});
    }
    co_return answer;
}

awaitable<Outcome<Answer>> invoke(Context context) {
    auto result = co_await context.resource.invoke(context.request);
    if (!result) co_return result.error();
    Answer answer{.action = {}};
    answer.body.push_back(std::move(*result));
    co_return answer;
}

model::Fault too_large(const Request& request) {
    if (request.max_envelope_octets) {
        return faults::encoding_limit(faults::Encoding::MaxEnvelopeSize,
                                      "the reply is larger than wsman:MaxEnvelopeSize");
    }
    return faults::encoding_limit(faults::Encoding::ServiceEnvelopeLimit,
                                  "the reply is larger than the service sends; set wsman:MaxEnvelopeSize");
}

}  // namespace assay::service
