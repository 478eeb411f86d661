/** The examples of docs/alerts.md. */
@NullMarked
package io.millrace.alerts.example;

import org.jspecify.annotations.NullMarked;
