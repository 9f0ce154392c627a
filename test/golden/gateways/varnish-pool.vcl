vcl 4.1;

backend slot0_other {
  .host = "127.20.0.2";
  .port = "4000";
  .connect_timeout = 1000ms;
  .first_byte_timeout = 2000ms;
  .between_bytes_timeout = 2000ms;
  .max_connections = 2;
}

backend slot0_app {
  .host = "127.20.0.1";
  .port = "3000";
  .connect_timeout = 1000ms;
  .first_byte_timeout = 2000ms;
  .between_bytes_timeout = 2000ms;
  .max_connections = 2;
}

backend slot1_other {
  .host = "127.20.1.2";
  .port = "4000";
  .connect_timeout = 1000ms;
  .first_byte_timeout = 2000ms;
  .between_bytes_timeout = 2000ms;
  .max_connections = 2;
}

backend slot1_app {
  .host = "127.20.1.1";
  .port = "3000";
  .connect_timeout = 1000ms;
  .first_byte_timeout = 2000ms;
  .between_bytes_timeout = 2000ms;
  .max_connections = 2;
}

sub vcl_recv {
  if (local.socket == "slot0") {
    set req.backend_hint = slot0_app;
    if (req.url ~ "^/other") {
      set req.backend_hint = slot0_other;
    }
  }
  if (local.socket == "slot1") {
    set req.backend_hint = slot1_app;
    if (req.url ~ "^/other") {
      set req.backend_hint = slot1_other;
    }
  }
  return (pass);
}

sub vcl_deliver {
  set resp.http.Via = regsub(resp.http.Via, " \(Varnish/[^)]*\)", "");
}

sub vcl_backend_fetch {
  set bereq.http.Connection = "close"; # one upstream connection for each request
}
