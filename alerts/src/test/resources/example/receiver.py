import base64, hashlib, hmac, http.server, json, os, time

KEY = base64.b64decode(os.environ["MILLRACE_WEBHOOK_SECRET"].removeprefix("whsec_"))
seen = set()  # yours: a unique key in your database


class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        id, at = self.headers["webhook-id"], self.headers["webhook-timestamp"]
        digest = hmac.new(KEY, f"{id}.{at}.".encode() + body, hashlib.sha256).digest()
        ours = "v1," + base64.b64encode(digest).decode()
        signed = any(hmac.compare_digest(ours, one) for one in self.headers["webhook-signature"].split())
        genuine = signed and abs(time.time() - int(at)) < 300
        if genuine and id not in seen:
            seen.add(id)
            print(json.loads(body)["text"], flush=True)
        self.send_response(204 if genuine else 401)
        self.end_headers()


http.server.ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Receiver).serve_forever()
