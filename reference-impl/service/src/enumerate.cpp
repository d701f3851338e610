#include <algorithm>
#include <initializer_list>

#include "assay/base/text.hpp"
#include "assay/model/duration.hpp"
#include "assay/model/faults.hpp"
#include "assay/model/names.hpp"
#include "control_headers.hpp"
#include "expiry.hpp"
#include "filter.hpp"
#include "operations.hpp"

namespace assay::service {
namespace {

using soap::Element;
namespace names = model::names;
namespace faults = model::faults;
namespace action = vocab::action;

/// What a wsen:Enumerate asks for.
struct Wish {
    EnumerationWish members = {};
    std::optional<Filter> filter = {};  ///< for the service to apply
    bool optimize = false;
    std::size_t elements = 1;
    Expiry expiry = {};
};

/// The one element of the body.
/// @param parts  what it may hold of WS-Enumeration, in the order of the schema
Outcome<const Element*> only_child(const Request& request, const vocab::QName& name,
                                   std::initializer_list<vocab::QName> parts) {
    if (request.body.size() != 1 || request.body.front().name != name) {
        return faults::schema_validation_error("the body has to be one wsen:" + std::string{name.local});
    }
    auto next = parts.begin();
    for (const Element& child : request.body.front().children) {
        if (!request.profile->schema_order) break;
        if (child.name.ns != vocab::ns::wsen.uri) {
            next = parts.end();  // others come last
            continue;
        }
        next = std::find_if(next, parts.end(), [&](const vocab::QName& each) { return child.name == each; });
        if (next == parts.end()) {
            return faults::schema_validation_error("wsen:" + child.name.local + " is out of place");
        }
        ++next;
    }
    return &request.body.front();
}

Outcome<Mode> read_mode(const Element& enumerate) {
    const Element* mode = enumerate.child(names::EnumerationMode);
    if (mode == nullptr) return Mode::object;
    if (mode->value() == "EnumerateEPR") return Mode::epr;
    if (mode->value() == "EnumerateObjectAndEPR") return Mode::object_and_epr;
    return faults::unsupported_feature(faults::Feature::EnumerationMode, "wsman:EnumerationMode is unknown");
}

/// A count that is capped at what one answer may hold.
Outcome<std::size_t> read_count(const Element* element, std::size_t absent, std::size_t most) {
    if (element == nullptr) return absent;
    const auto count = parse_positive(element->value());
    if (!count) {
        return faults::schema_validation_error(element->name.local + " is no positive integer");
    }
    return static_cast<std::size_t>(std::min<std::uint64_t>(*count, most));
}

/// A filter goes to the resource when it speaks the dialect, else the service looks at each member.
Outcome<> take_filter(const Element& enumerate, const Resource& resource, const model::Profile& profile,
                      Wish& wish) {
    auto text = read_filter(enumerate);
    if (!text) return text.error();
    if (!*text) return boost::system::in_place_value;
    if (!resource.can_be_filtered()) return faults::filtering_not_supported();
    const auto spoken = resource.dialects();
    if (std::ranges::find(spoken, (*text)->dialect) != spoken.end()) {
        wish.members.filter = std::move(*text);
        return boost::system::in_place_value;
    }
    auto filter = compile_filter(**text, profile, spoken);
    if (!filter) return filter.error();
    wish.filter = std::move(*filter);
    wish.members.needs_trees = true;
    return boost::system::in_place_value;
}

/// DSP0226 §8.2.1: EndTo may be refused. The service opens no connections, and none is there for an
/// EnumerationEnd to the anonymous address either: that of the request ends with its reply.
Outcome<> check_end_to(const Element& enumerate) {
    const Element* end_to = enumerate.child(names::wsen::EndTo);
    if (end_to == nullptr) return boost::system::in_place_value;
    if (!model::read_reply_address(*end_to)) {
        return faults::schema_validation_error("wsen:EndTo has no wsa:Address");
    }
    return faults::unsupported_feature(faults::Feature::AddressingMode,
                                       "wsen:EndTo: no EnumerationEnd is ever sent");
}

/// wsmb:PolymorphismMode (DSP0227 §8.3).
Outcome<> read_polymorphism(const Element& enumerate, EnumerationWish& wish) {
    const Element* mode = enumerate.child(names::PolymorphismMode);
    if (mode == nullptr) return boost::system::in_place_value;
    if (mode->value() == "IncludeSubClassProperties") {
        wish.polymorphism = Polymorphism::include_subclass_properties;
    } else if (mode->value() == "ExcludeSubClassProperties") {
        wish.polymorphism = Polymorphism::exclude_subclass_properties;
    } else if (mode->value() == "None") {
        wish.polymorphism = Polymorphism::none;
    } else {
        return faults::polymorphism_mode_not_supported("wsmb:PolymorphismMode is unknown");
    }
    return boost::system::in_place_value;
}

Outcome<Wish> read_wish(const Element& enumerate, const Request& request, const Resource& resource,
                        const Limits& limits) {
    if (auto end_to = check_end_to(enumerate); !end_to) return end_to.error();
    Wish wish;
    wish.optimize = enumerate.child(names::OptimizeEnumeration) != nullptr;
    if (auto filter = take_filter(enumerate, resource, *request.profile, wish); !filter) {
        return filter.error();
    }
    auto mode = read_mode(enumerate);
    if (!mode) return mode.error();
    wish.members.mode = *mode;
    if (auto mode_read = read_polymorphism(enumerate, wish.members); !mode_read) return mode_read.error();
    auto elements = read_count(enumerate.child(names::MaxElements), 1, limits.batch_items);
    if (!elements) return elements.error();
    wish.elements = *elements;
    auto expiry = read_expiry(enumerate.child(names::wsen::Expires), request, limits.enumeration_lifetime);
    if (!expiry) return expiry.error();
    wish.expiry = std::move(*expiry);
    return wish;
}

/// DSP0226 §8.2.2: nil when the count cannot be told.
void add_count(const Request& request, std::optional<std::uint64_t> total, Answer& answer) {
    if (!request.wants_count) return;
    Element& header = answer.headers.emplace_back(names::TotalItemsCountEstimate);
    if (total) {
        header.text = std::to_string(*total);
    } else {
        header.set(vocab::QName{vocab::ns::xsi, "nil"}, "true");
    }
}

Answer enumerate_answer(const Request& request, Element response, std::optional<std::uint64_t> total) {
    Answer answer{.action = action::EnumerateResponse};
    answer.body.push_back(std::move(response));
    add_count(request, total, answer);
    return answer;
}

struct PullWish {
    std::string context;
    Portion portion;
    std::optional<base::Duration> max_time = {};
};

Outcome<PullWish> read_pull(const Context& context) {
    auto body = only_child(context.request, names::wsen::Pull,
                           {names::wsen::EnumerationContext, names::wsen::MaxTime, names::wsen::MaxElements,
                            names::wsen::MaxCharacters});
    if (!body) return body.error();
    const Element& pull = **body;
    const Element* token = pull.child(names::wsen::EnumerationContext);
    if (token == nullptr) return faults::invalid_enumeration_context();
    auto elements = read_count(pull.child(names::wsen::MaxElements), 1, context.limits.batch_items);
    if (!elements) return elements.error();
    auto characters = read_count(pull.child(names::wsen::MaxCharacters), SIZE_MAX, SIZE_MAX);
    if (!characters) return characters.error();
    PullWish wish{.context = std::string{token->value()},
                  .portion = {.elements = *elements, .characters = *characters, .room = context.room}};
    if (const Element* time = pull.child(names::wsen::MaxTime)) {
        const auto duration = model::parse_duration(time->value());
        if (!duration || !duration->positive()) {
            return faults::schema_validation_error("wsen:MaxTime is no positive xs:duration");
        }
        wish.max_time = duration->approximate();
    }
    return wish;
}

/// The context that a Renew, GetStatus or Release names.
Outcome<std::string> context_in(const Element& body) {
    const Element* token = body.child(names::wsen::EnumerationContext);
    if (token == nullptr) return faults::invalid_enumeration_context();
    return std::string{token->value()};
}

}  // namespace

awaitable<Outcome<Answer>> enumerate(Context context) {
    const Request& request = context.request;
    auto body = only_child(request, names::wsen::Enumerate,
                           {names::wsen::EndTo, names::wsen::Expires, names::wsen::Filter});
    if (!body) co_return body.error();
    auto wish = read_wish(**body, request, context.resource, context.limits);
    if (!wish) co_return wish.error();
    auto cursor = co_await context.resource.enumerate(request, wish->members);
    if (!cursor) co_return cursor.error();
    // Looking for what passes a filter can take long.
    const bool waits = context.resource.waits() || wish->filter;
    if (wish->filter) *cursor = filtered(std::move(*cursor), std::move(*wish->filter));
    const std::optional<std::uint64_t> total = (*cursor)->estimate();
    Enumeration enumeration{{.address = request.to,
                             .resource_uri = request.resource_uri,
                             .selectors = request.selectors,
                             .caller = request.caller.name,
                             .mode = wish->members.mode,
                             .waits = waits},
                            std::move(*cursor)};
    Batch batch;
    if (wish->optimize) {
        auto first = co_await enumeration.next({.elements = wish->elements, .room = context.room});
        if (!first) co_return first.error();
        batch = std::move(*first);
    }
    Element response{names::wsen::EnumerateResponse};
    if (batch.end) {
        response.add(Element{names::wsen::EnumerationContext});
    } else {
        auto token = context.enumerations.open(std::move(enumeration), wish->expiry.at, request.now);
        if (!token) co_return token.error();
        response.add(names::wsen::Expires, wish->expiry.told);
        response.add(names::wsen::EnumerationContext, *token);
    }
    if (wish->optimize) response.add(Element{names::Items}).children = std::move(batch.items);
    if (batch.end) response.add(Element{names::EndOfSequence});
    co_return enumerate_answer(request, std::move(response), total);
}

awaitable<Outcome<Answer>> pull(Context context) {
    auto wish = read_pull(context);
    if (!wish) co_return wish.error();
    auto batch =
        co_await context.enumerations.pull(wish->context, context.request, wish->portion, wish->max_time);
    if (!batch) co_return batch.error();
    if (batch->too_large) co_return too_large(context.request);
    Element response{names::wsen::PullResponse};
    if (!batch->end) response.add(names::wsen::EnumerationContext, wish->context);
    // Also without items: when it was waited in vain (DSP0226 §8.4), and at the end, where clients walk over
    // it without looking whether it is there (dracclient does).
    response.add(Element{names::wsen::Items}).children = std::move(batch->items);
    if (batch->end) response.add(Element{names::wsen::EndOfSequence});
    Answer answer{.action = action::PullResponse};
    answer.body.push_back(std::move(response));
    add_count(context.request, batch->total, answer);
    co_return answer;
}

awaitable<Outcome<Answer>> renew(Context context) {
    auto body = only_child(context.request, names::wsen::Renew,
                           {names::wsen::EnumerationContext, names::wsen::Expires});
    if (!body) co_return body.error();
    const auto token = context_in(**body);
    if (!token) co_return token.error();
    const auto expiry = read_expiry((*body)->child(names::wsen::Expires), context.request,
                                    context.limits.enumeration_lifetime);
    if (!expiry) co_return expiry.error();
    if (auto renewed = context.enumerations.renew(*token, context.request, expiry->at); !renewed) {
        co_return renewed.error();
    }
    Answer answer{.action = action::RenewResponse};
    answer.body.emplace_back(names::wsen::RenewResponse).add(names::wsen::Expires, expiry->told);
    co_return answer;
}

awaitable<Outcome<Answer>> get_status(Context context) {
    auto body = only_child(context.request, names::wsen::GetStatus, {names::wsen::EnumerationContext});
    if (!body) co_return body.error();
    const auto token = context_in(**body);
    if (!token) co_return token.error();
    const auto expiry = context.enumerations.expiry(*token, context.request);
    if (!expiry) co_return expiry.error();
    const auto left = std::chrono::floor<std::chrono::seconds>(*expiry - context.request.now);
    Answer answer{.action = action::GetStatusResponse};
    answer.body.emplace_back(names::wsen::GetStatusResponse)
        .add(names::wsen::Expires, model::to_xs_duration(left));
    co_return answer;
}

awaitable<Outcome<Answer>> release(Context context) {
    auto body = only_child(context.request, names::wsen::Release, {names::wsen::EnumerationContext});
    if (!body) co_return body.error();
    const auto token = context_in(**body);
    if (!token) co_return token.error();
    auto released = context.enumerations.release(*token, context.request);
    if (!released) co_return released.error();
    co_return Answer{.action = action::ReleaseResponse};
}

}  // namespace assay::service
