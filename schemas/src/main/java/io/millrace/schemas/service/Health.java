package io.millrace.schemas.service;

import java.util.List;

/** How a service is. Thread-safe, and quick: monitors ask every few seconds. */
public interface Health {
    /**
     * Something that must be well before the service can do its work.
     *
     * @param name such as database
     * @param detail what is wrong, or how it is; no secrets
     */
    record Part(String name, boolean ready, String detail) {
        /** One that is as it should be. */
        public static Part ready(String name) {
            return new Part(name, true, "ok");
        }

        public static Part waiting(String name, String detail) {
            return new Part(name, false, detail);
        }
    }

    /** Whether it works or may come to work again without a restart. */
    boolean isLive();

    /** One word for it. */
    String state();

    /** All of them ready: the service is. */
    List<Part> parts();
}
