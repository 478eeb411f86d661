package io.millrace.standalone.service;

import io.millrace.embedded.registry.EmbeddedRegistry;
import io.millrace.embedded.registry.RegistryOptions;
import io.millrace.schemas.config.ConfigReader;
import java.util.concurrent.CountDownLatch;

/** Runs the schema registry, set up by MILLRACE_REGISTRY_* variables, until the process is told to end. */
public final class RegistryMain {
    private RegistryMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        ConfigReader reader = Variables.of("registry", System.getenv());
        RegistryOptions options = new RegistryOptions(
                reader.text("bootstrap.servers", null),
                reader.text("http.host", "127.0.0.1"),
                reader.integer("http.port", 8085, 1, 65_535));
        reader.finish();
        EmbeddedRegistry registry = EmbeddedRegistry.start(options);
        Runtime.getRuntime().addShutdownHook(new Thread(registry::close, "millrace-registry-close"));
        new CountDownLatch(1).await();
    }
}
