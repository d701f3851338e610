#include "digest_user.hpp"

#include <algorithm>

namespace assay::load {
namespace {

constexpr std::string_view line_end = "\r\n";
constexpr unsigned most_rounds = 2;

}  // namespace

std::string_view DigestUser::dressed(std::string_view request) {
    if (!challenge_) return request;
    const base::DigestUse use{"POST", target_.path, ++count_, client_nonce_};
    const std::string response = base::digest_response(*challenge_, target_.user, target_.password, use);
    const auto fields = std::min(request.find(line_end), request.size() - line_end.size()) + line_end.size();
    dressed_.assign(request.substr(0, fields));
    dressed_ += "Authorization: ";
    dressed_ += base::digest_value(*challenge_, target_.user, use, response);
    dressed_ += line_end;
    dressed_ += request.substr(fields);
    return dressed_;
}

bool DigestUser::challenged(const std::vector<std::string>& fields) {
    auto challenge = base::DigestChallenge::strongest(fields);
    if (!challenge || ++rounds_ > most_rounds) {
        rounds_ = 0;
        return false;
    }
    const bool was_answered = challenge_ && challenge_->nonce == challenge->nonce;
    challenge_ = std::move(challenge);
    if (was_answered) {  // the password is wrong: asking again changes nothing
        rounds_ = 0;
        return false;
    }
    count_ = 0;
    return true;
}

}  // namespace assay::load
