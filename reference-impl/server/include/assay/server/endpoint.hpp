// The rules between HTTP and SOAP: paths, methods, log on, media types (DSP0226 §12, §13).
#pragma once

#include <atomic>
#include <boost/asio/thread_pool.hpp>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "assay/auth/digest.hpp"
#include "assay/base/clock.hpp"
#include "assay/server/access.hpp"
#include "assay/server/access_log.hpp"
#include "assay/server/seams.hpp"
#include "assay/service/service.hpp"
#include "assay/wire/handler.hpp"

namespace assay::server {

/// Serves /wsman to those who log on with Basic, Digest or a client certificate, and Identify alone to
/// everybody: at /wsman-anon/identify, or at /wsman with "WSMANIDENTIFY: unauthenticated".
class Endpoint final : public wire::Handler {
public:
    /// All references have to outlive the endpoint.
    /// @param log  nullptr for none
    Endpoint(service::Service& service, std::shared_ptr<const Access> access, const base::Clock& clock,
             AccessLog* log = nullptr, Seams seams = {});

    wire::Admission admit(wire::Request& head) override;
    void refused(const wire::Request& request, wire::Reply& reply) override;
    wire::awaitable<wire::Reply> answer(wire::Request& request) override;
    void told(const wire::Request& request, const wire::Outline& outline) override;
    void told_of_failed_handshake(const wire::Peer& peer, const std::string& trouble) override;

    /// Who may do what from the next request on. May be called from any thread.
    void use(std::shared_ptr<const Access> access);

    /// Ends the hashing and drops what waits for it. To be called once, when the server runs no more but
    /// before it is destroyed: the waiting sessions belong to its loops.
    void stop() { hashing_.reset(); }

private:
    using Known = std::shared_ptr<const Principal>;

    wire::Admission admit_honestly(wire::Request& head);
    wire::awaitable<std::optional<wire::Reply>> twisted(const wire::Request& head,
                                                        wire::awaitable<std::optional<wire::Reply>> pending);
    wire::Admission log_on(wire::Request& head);
    wire::awaitable<std::optional<wire::Reply>> log_on_with_basic(wire::Request& head,
                                                                  std::shared_ptr<const Access> present,
                                                                  const std::string& authorization);
    static Known recognised(wire::Request& head, const std::shared_ptr<const Access>& present,
                            const std::string& authorization);
    wire::awaitable<Known> verify_basic(std::shared_ptr<const Access> access,
                                        const std::string& authorization);
    std::optional<wire::Reply> log_on_with_digest(wire::Request& head, const std::string& authorization);
    std::optional<wire::Reply> log_on_with_certificate(wire::Request& head);
    wire::awaitable<wire::Reply> answer_twisted(wire::Request& request);
    wire::awaitable<wire::Reply> answer_soap(wire::Request& request);
    wire::Reply unauthorized(bool stale = false);
    std::shared_ptr<const Access> access() const;

    service::Service& service_;
    const base::Clock& clock_;
    AccessLog* const log_;
    const Seams seams_;
    mutable std::mutex mutex_;
    std::shared_ptr<const Access> access_;
    auth::Digest digest_;
    std::atomic<unsigned> hashings_ = 0;  ///< under way and waiting
    /// Passwords are hashed here, so that somebody guessing them does not hold up the rest.
    std::optional<boost::asio::thread_pool> hashing_{std::in_place, 1};
};

}  // namespace assay::server
