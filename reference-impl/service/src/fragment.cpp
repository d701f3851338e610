#include <cstdlib>
#include <functional>

#include "assay/base/text.hpp"
#include "assay/model/faults.hpp"
#include "assay/model/names.hpp"
#include "assay/soap/writer.hpp"
#include "assay/xpath/fragment.hpp"
#include "operations.hpp"

namespace assay::service {
namespace {

using soap::Element;
using xpath::Fragment;
namespace names = model::names;
namespace faults = model::faults;
namespace action = vocab::action;

std::optional<double> number_in(const std::string& text) {
    char* end = nullptr;
    const double number = std::strtod(text.c_str(), &end);
    return !text.empty() && *end == '\0' ? std::optional{number} : std::nullopt;
}

std::string_view as_boolean(std::string_view text) {
    return text == "1" ? "true" : text == "0" ? "false" : text;
}

/// The same value, in whichever of its lexical forms ("1" and "true", "07" and "7").
bool same_text(const Element& left, const Element& right) {
    const std::string one{left.value()};
    const std::string other{right.value()};
    if (as_boolean(one) == as_boolean(other)) return true;
    const auto number = number_in(one);
    return number && number == number_in(other);
}

bool same(const Element& left, const Element& right) {
    if (left.name != right.name || left.children.size() != right.children.size()) return false;
    if (!same_text(left, right)) return false;
    for (std::size_t i = 0; i < left.children.size(); ++i) {
        if (!same(left.children[i], right.children[i])) return false;
    }
    return true;
}

/// What the fragment was, was to be, and is. DSP0226 §7.9: a resource may pass over what is read-only within
/// an update, but an update of nothing else is refused. The resource tells by leaving it as it was.
bool passed_over(const Fragment& fragment, const Element& before, const Element& wanted, const Element& now) {
    const auto was = fragment.get(before);
    const auto wish = fragment.get(wanted);
    const auto is = fragment.get(now);
    return was && wish && is && same(*was, *is) && !same(*wish, *is);
}

Outcome<Fragment> read_fragment(const Request& request) {
    const model::Profile& profile = *request.profile;
    const bool reads_or_replaces = request.action == action::Get || request.action == action::Put;
    if (profile.fragment_get_put_only && !reads_or_replaces) {
        return faults::unsupported_feature(faults::Feature::FragmentLevelAccess,
                                           "only Get and Put can be of a fragment");
    }
    return Fragment::read(*request.fragment,
                          {.must_understand = profile.fragment_must_understand,
                           .level = profile.xpath_level1_only ? xpath::Level::one : xpath::Level::full});
}

using Edit = std::function<Outcome<Element>(const Element& whole)>;

/// Reads the whole, changes the fragment in a copy, and stores it at once: all or nothing. @return the whole
/// as it is then.
awaitable<Outcome<Element>> store(Context context, const Fragment& fragment, Edit edit) {
    const auto before = co_await context.resource.get(context.request);
    if (!before) co_return before.error();
    const auto wanted = edit(*before);
    if (!wanted) co_return wanted.error();
    auto stored = co_await context.resource.put(context.request, *wanted);
    if (!stored) co_return stored.error();
    if (passed_over(fragment, *before, *wanted, *stored)) {
        auto fault = faults::action_not_supported(context.request.action);
        fault.reason = "the fragment is read-only";
        co_return fault;
    }
    co_return stored;
}

}  // namespace

awaitable<Outcome<Answer>> get_fragment(Context context) {
    if (auto empty = check_empty(context.request); !empty) co_return empty.error();
    const auto fragment = read_fragment(context.request);
    if (!fragment) co_return fragment.error();
    const auto whole = co_await context.resource.get(context.request);
    if (!whole) co_return whole.error();
    auto part = fragment->get(*whole);
    if (!part) co_return part.error();
    Answer answer{.action = action::GetResponse};
    answer.body.push_back(std::move(*part));
    answer.headers.push_back(fragment->header());
    add_requested_epr(context.request, answer);
    co_return answer;
}

awaitable<Outcome<Answer>> put_fragment(Context context) {
    const auto body = representation_in(context.request);
    if (!body) co_return body.error();
    const auto fragment = read_fragment(context.request);
    if (!fragment) co_return fragment.error();
    const auto stored = co_await store(context, *fragment,
                                       [&](const Element& whole) { return fragment->put(whole, **body); });
    if (!stored) co_return stored.error();
    auto part = fragment->get(*stored);
    if (!part) co_return part.error();
    Answer answer{.action = action::PutResponse};
    answer.body.push_back(std::move(*part));
    answer.headers.push_back(fragment->header());
    add_requested_epr(context.request, answer);
    co_return answer;
}

awaitable<Outcome<Answer>> create_fragment(Context context) {
    const auto body = representation_in(context.request);
    if (!body) co_return body.error();
    const auto fragment = read_fragment(context.request);
    if (!fragment) co_return fragment.error();
    const auto stored = co_await store(context, *fragment,
                                       [&](const Element& whole) { return fragment->create(whole, **body); });
    if (!stored) co_return stored.error();
    Answer answer{.action = action::CreateResponse};
    answer.body.push_back(
        to_element(epr_of(context.request, context.request.selectors), names::ResourceCreated));
    add_requested_epr(context.request, answer);
    co_return answer;
}

awaitable<Outcome<Answer>> remove_fragment(Context context) {
    if (auto empty = check_empty(context.request); !empty) co_return empty.error();
    const auto fragment = read_fragment(context.request);
    if (!fragment) co_return fragment.error();
    const auto stored =
        co_await store(context, *fragment, [&](const Element& whole) { return fragment->remove(whole); });
    if (!stored) co_return stored.error();
    Answer answer{.action = action::DeleteResponse};
    add_requested_epr(context.request, answer);
    co_return answer;
}

}  // namespace assay::service
