// The operations of WS-Transfer and WS-Enumeration: request body in, answer out.
#pragma once

#include "assay/service/answer.hpp"
#include "assay/service/enumerations.hpp"
#include "assay/service/resource.hpp"

namespace assay::service {

/// What an operation works on; the caller owns all of it until the operation is done.
struct Context {
    const Request& request;
    Resource& resource;
    Enumerations& enumerations;
    const Limits& limits;
    std::size_t room;  ///< characters that items may take in the reply
};

using Operation = awaitable<Outcome<Answer>> (*)(Context context);

awaitable<Outcome<Answer>> get(Context context);
awaitable<Outcome<Answer>> put(Context context);
awaitable<Outcome<Answer>> create(Context context);
awaitable<Outcome<Answer>> remove(Context context);
/// wsman:FragmentTransfer (DSP0226 §7.7): the verb on a part of the representation.
awaitable<Outcome<Answer>> get_fragment(Context context);
awaitable<Outcome<Answer>> put_fragment(Context context);
awaitable<Outcome<Answer>> create_fragment(Context context);
awaitable<Outcome<Answer>> remove_fragment(Context context);
awaitable<Outcome<Answer>> invoke(Context context);
awaitable<Outcome<Answer>> enumerate(Context context);
awaitable<Outcome<Answer>> pull(Context context);
awaitable<Outcome<Answer>> renew(Context context);
awaitable<Outcome<Answer>> get_status(Context context);
awaitable<Outcome<Answer>> release(Context context);

/// Get and Delete have nothing in their body.
[[nodiscard]] Outcome<> check_empty(const Request& request);
/// The one element in the body of a Put or Create.
[[nodiscard]] Outcome<const soap::Element*> representation_in(const Request& request);
[[nodiscard]] model::Epr epr_of(const Request& request, model::SelectorSet selectors);
/// wsman:RequestedEPR (DSP0226 §6.5) for an instance that is still there.
void add_requested_epr(const Request& request, Answer& answer);

/// The fault for a reply that exceeds the bound: the client's own or the service's (DSP0226 §6.2).
[[nodiscard]] model::Fault too_large(const Request& request);

}  // namespace assay::service
