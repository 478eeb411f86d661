package io.millrace.schemas.service;

import java.util.List;

/** A service at work. Thread-safe. */
public interface Running {
    /** Something to do on the way out. */
    record Step(String name, Runnable work) {}

    /** Whether it works or may come to work again without a restart. */
    boolean isLive();

    /** What is to be done before the process may end, in order; done once, by one thread. */
    List<Step> drain();
}
