# A Varnish of the paper's own, between nginx and the application: goes to /etc/varnish/default.vcl. docs/deploy.md says
# what else changes. Needs the package varnish-modules (xkey). Settings: CDN=varnish, CDN_PURGE_URL=http://127.0.0.1:6081/
#
# It does what the application says in CDN-Cache-Control, and lets go of what the application names. Readers get neither
# that header nor the keys. What ends by the clock, or is purged, is gone here too: no grace but for bad times.
vcl 4.1;

import std;
import xkey;

backend default { .host = "127.0.0.1"; .port = "8000"; }                     # the application's LISTEN

acl purgers { "127.0.0.1"; "::1"; }                                          # the application's hosts

sub vcl_recv {
    set req.hash_ignore_busy = true;              # The application makes a page once for all who wait.
    if (req.restarts == 0) { unset req.http.X-Again; }
    if (req.method == "PURGE") {
        # Nobody's whom nginx let in: with what it adds, two addresses stand there.
        if (client.ip !~ purgers || req.http.X-Forwarded-For ~ ",") { return (synth(403)); }
        if (!req.http.xkey) { return (synth(400)); }
        return (synth(200, "Purged " + xkey.purge(req.http.xkey)));
    }
    if (req.url ~ "^/quan-tri/") { return (pass); }
    if (req.method == "GET" || req.method == "HEAD") { unset req.http.Cookie; }   # No reader's page heeds one.
    if (req.restarts == 0) { set req.grace = 0s; } else { set req.grace = 1d; }
}

sub vcl_hash {
    hash_data(req.http.X-Forwarded-Proto);
}

sub vcl_backend_response {
    if (beresp.status >= 500 && (bereq.is_bgfetch || (!bereq.http.X-Again
        && (bereq.method == "GET" || bereq.method == "HEAD") && bereq.url !~ "^/quan-tri/"))) {
        return (abandon);                         # An error that is fetched would take the place of what stood.
    }
    set beresp.grace = 0s;
    if (beresp.http.CDN-Cache-Control ~ "max-age=[1-9]") {
        set beresp.ttl = std.duration(regsub(beresp.http.CDN-Cache-Control, ".*max-age=(\d+).*", "\1") + "s", 0s);
        if (beresp.http.CDN-Cache-Control ~ "stale-if-error=") {
            set beresp.grace =
                std.duration(regsub(beresp.http.CDN-Cache-Control, ".*stale-if-error=(\d+).*", "\1") + "s", 0s);
        }
        unset beresp.http.CDN-Cache-Control;
        return (deliver);
    }
    if (beresp.http.CDN-Cache-Control || beresp.status >= 500) {
        set beresp.uncacheable = true;
        # For so long nobody waits for another's answer; an error is forgotten at once, it must not hide what stood.
        if (beresp.status >= 500) { set beresp.ttl = 0s; } else { set beresp.ttl = 10s; }
        unset beresp.http.CDN-Cache-Control;
        return (deliver);
    }
}

sub vcl_backend_error {
    if (bereq.is_bgfetch || !bereq.http.X-Again) { return (abandon); }
}

sub vcl_synth {
    # In bad times what stood last, where it may: the second round takes what is within its grace, or tells the error.
    if (resp.status == 503 && req.restarts == 0 && (req.method == "GET" || req.method == "HEAD")
        && req.url !~ "^/quan-tri/") {
        set req.http.X-Again = "1";
        return (restart);
    }
}

sub vcl_deliver {
    unset resp.http.xkey;
    if (obj.hits > 0) {
        unset resp.http.X-Request-ID;
        set resp.http.Cache-Status = resp.http.Cache-Status + ", varnish; hit";
    }
}
