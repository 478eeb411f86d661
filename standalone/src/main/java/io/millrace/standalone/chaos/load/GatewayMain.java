package io.millrace.standalone.chaos.load;

import io.millrace.schemas.time.SystemClock;
import io.millrace.standalone.stack.Catalogue;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** The gateway of a chaos run; its settings are the file that is its one argument. Returns when it is started. */
public final class GatewayMain {
    private GatewayMain() {}

    public static void main(String[] arguments) throws IOException {
        GatewaySetup setup = GatewaySetup.read(settings(Path.of(arguments[0])));
        ChaosGateway gateway = new ChaosGateway(setup, Catalogue.topics(), new SystemClock());
        Runtime.getRuntime().addShutdownHook(new Thread(gateway::close, "gateway-close"));
        new Thread(() -> run(gateway), "gateway").start();
    }

    private static void run(ChaosGateway gateway) {
        try {
            gateway.run();
            System.exit(0);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("gateway: stopped", e);
        }
    }

    private static Map<String, String> settings(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        Map<String, String> texts = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> texts.put(name, properties.getProperty(name)));
        return texts;
    }
}
