/** The billing API over HTTP: one table of routes, of which both the server and its OpenAPI document are made. */
@NullMarked
package io.millrace.billing.api;

import org.jspecify.annotations.NullMarked;
