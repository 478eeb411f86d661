package io.millrace.embedded.http;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.millrace.embedded.tls.Identity;
import io.millrace.embedded.tls.PemContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * How a server of this package speaks TLS.
 *
 * @param identity the server shows
 * @param authority by which clients' certificates are believed
 * @param clientsMustShowOne whether a client without a certificate is refused
 */
public record ServerTls(Identity identity, Path authority, boolean clientsMustShowOne) {

    HttpServer server(InetSocketAddress address) throws IOException {
        HttpsServer server = HttpsServer.create(address, 0);
        server.setHttpsConfigurator(new Configurator(PemContext.of(identity, authority), clientsMustShowOne));
        return server;
    }

    private static final class Configurator extends HttpsConfigurator {
        private final boolean clientsMustShowOne;

        Configurator(SSLContext context, boolean clientsMustShowOne) {
            super(context);
            this.clientsMustShowOne = clientsMustShowOne;
        }

        @Override
        public void configure(HttpsParameters parameters) {
            SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
            wanted.setNeedClientAuth(clientsMustShowOne);
            parameters.setSSLParameters(wanted);
        }
    }
}
