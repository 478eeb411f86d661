package io.millrace.standalone.service;

import io.millrace.embedded.registry.EmbeddedRegistry;
import io.millrace.schemas.config.ConfigReader;
import java.util.concurrent.CountDownLatch;

/** Runs the schema registry, set up by MILLRACE_REGISTRY_* variables, until the process is told to end. */
public final class RegistryMain {
    private RegistryMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        ConfigReader reader = Variables.of("registry", System.getenv());
        RegistryService service = RegistryService.read(reader);
        reader.finish();
        EmbeddedRegistry registry = service.start();
        Runtime.getRuntime().addShutdownHook(new Thread(registry::close, "millrace-registry-close"));
        new CountDownLatch(1).await();
    }
}
