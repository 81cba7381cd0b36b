/// What is checked before a handler runs. Each returns the status to refuse with, or absent. Pure; only for this room.
#pragma once

#include <optional>
#include <string_view>

#include "http/dispatcher.h"

namespace http {

/// The Host header names the public address or a loopback name; anything else would be somebody else's site pointing here.
bool is_our_host(std::string_view host, std::string_view public_url);
/// Sec-Fetch-Site and Origin of a changing request (Fetch Metadata; RFC 6454). Missing headers pass: the form token decides then.
bool is_same_origin(const Request& request, std::string_view public_url);
/// Unauthorized, forbidden, or absent when the visitor may come in.
std::optional<Status> refuse_access(const Route& route, const Visit& visit);
/// The form token of a session in the field "_token" or the header X-CSRF-Token.
bool carries_form_token(const Request& request, const Route& route, const Visit& visit);

}  // namespace http
