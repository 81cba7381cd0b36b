# cmake -DNODE=... -DSOURCE=... -DBUNDLE=... -P Bundle.cmake: makes the bundle of web/ anew in BUNDLE.
if(NOT NODE OR NOT EXISTS ${SOURCE}/node_modules)
    message(FATAL_ERROR "The front end needs Node and its packages (node_modules). script/bootstrap installs both.")
endif()
file(REMOVE_RECURSE ${BUNDLE})
execute_process(COMMAND ${NODE} web/build.mjs ${BUNDLE} WORKING_DIRECTORY ${SOURCE}
    OUTPUT_VARIABLE said ERROR_VARIABLE said RESULT_VARIABLE status)
if(NOT status EQUAL 0)
    message(FATAL_ERROR "web/build.mjs failed:\n${said}")
endif()
