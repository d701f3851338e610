// The rules between HTTP and SOAP: paths, methods, log on, media types (DSP0226 §12, §13).
#pragma once

#include <atomic>
#include <boost/asio/thread_pool.hpp>
#include <optional>
#include <string>
#include <utility>

#include "assay/auth/basic.hpp"
#include "assay/base/clock.hpp"
#include "assay/server/seams.hpp"
#include "assay/service/service.hpp"
#include "assay/wire/handler.hpp"

namespace assay::server {

/// Serves /wsman to those who log on with Basic, and Identify alone to everybody: at
/// /wsman-anon/identify, or at /wsman with "WSMANIDENTIFY: unauthenticated".
class Endpoint final : public wire::Handler {
public:
    /// All references have to outlive the endpoint.
    Endpoint(service::Service& service, const auth::Users& users, const base::Clock& clock, Seams seams = {});

    wire::awaitable<std::optional<wire::Reply>> admit(wire::Request& head) override;
    wire::awaitable<wire::Reply> answer(wire::Request& request) override;

    /// Ends the hashing and drops what waits for it. To be called once, when the server runs no more but
    /// before it is destroyed: the waiting sessions belong to its loops.
    void stop() { hashing_.reset(); }

private:
    wire::awaitable<wire::Reply> answer_soap(const wire::Request& request);
    wire::awaitable<std::optional<wire::Reply>> log_on(wire::Request& head);
    wire::awaitable<std::optional<std::string>> authenticate(const std::string& authorization);
    wire::awaitable<std::optional<wire::Reply>> admit_honestly(wire::Request& head);

    service::Service& service_;
    const auth::Users& users_;
    const base::Clock& clock_;
    const Seams seams_;
    auth::VerifiedCredentials verified_;
    std::atomic<unsigned> hashings_ = 0;  ///< under way and waiting
    /// Passwords are hashed here, so that somebody guessing them does not hold up the rest.
    std::optional<boost::asio::thread_pool> hashing_{std::in_place, 1};
};

}  // namespace assay::server
