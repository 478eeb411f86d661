package io.millrace.standalone.service;

import io.millrace.schemas.service.Service;

/** Runs the schema registry until it is told to end: {@code --help} has its settings. */
public final class RegistryMain {
    private RegistryMain() {}

    public static void main(String[] arguments) {
        Service.named("registry", RegistryService::read).run(arguments, RegistryService::start);
    }
}
